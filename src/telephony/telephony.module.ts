import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { IdentityModule } from '../identity/index.js';
import { Config } from '../platform/config/index.js';
import { TicketsModule } from '../tickets/index.js';
import { CallBackFollower } from './call-backs/call-back-follower.js';
import { CallBackStore } from './call-backs/call-back-store.js';
import { CallBacks } from './call-backs/call-backs.js';
import { BlockedCallers } from './calls/blocked-callers.js';
import { CallLog } from './calls/call-log.js';
import { CallQueries } from './calls/call-queries.js';
import { CallReconciler } from './calls/call-reconciler.js';
import { CallerHistory } from './calls/caller-history.js';
import { OutgoingCalls } from './calls/outgoing-calls.js';
import { SilenceJob } from './calls/silence-job.js';
import { CtiCounts } from './cti/cti-counts.js';
import { CtiDoor } from './cti/cti-door.js';
import { CtiIntake } from './cti/cti-intake.js';
import { CtiController } from './cti/cti.controller.js';
import { FloodGate } from './cti/flood-gate.js';
import { PbxTokens } from './cti/pbx-tokens.js';
import { FiguresController } from './figures/figures.controller.js';
import { FiguresOfCalls } from './figures/shift-figures.js';
import { CallBacksController } from './http/call-backs.controller.js';
import { CallsController } from './http/calls.controller.js';
import { OperatorFollower } from './operators/operator-follower.js';
import { OperatorLines } from './operators/operator-lines.js';
import { OperatorStates } from './operators/operator-states.js';
import { WrapUpJob } from './operators/wrap-up-job.js';
import { loadTelephonySettings, TelephonySettings } from './settings.js';

/** Calls: what the telephone system tells, who takes them, and who must be called back. */
@Module({
  imports: [AgenciesModule, IdentityModule, TicketsModule],
  controllers: [CtiController, CallBacksController, CallsController, FiguresController],
  providers: [
    {
      provide: TelephonySettings,
      useFactory: (config: Config) => loadTelephonySettings(config.provinceDir),
      inject: [Config],
    },
    BlockedCallers,
    CallBackFollower,
    CallBacks,
    CallBackStore,
    CallerHistory,
    CallLog,
    CallQueries,
    CallReconciler,
    CtiCounts,
    CtiDoor,
    CtiIntake,
    FiguresOfCalls,
    FloodGate,
    OperatorFollower,
    OperatorLines,
    OperatorStates,
    OutgoingCalls,
    PbxTokens,
    SilenceJob,
    WrapUpJob,
  ],
  exports: [
    BlockedCallers,
    CallBacks,
    CallerHistory,
    CallQueries,
    CallReconciler,
    CtiCounts,
    CtiDoor,
    FiguresOfCalls,
    OperatorLines,
    OperatorStates,
    OutgoingCalls,
    TelephonySettings,
  ],
})
export class TelephonyModule {}
