import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { IdentityModule } from '../identity/index.js';
import { Config } from '../platform/config/index.js';
import { TicketsModule } from '../tickets/index.js';
import { CallLog } from './calls/call-log.js';
import { SilenceJob } from './calls/silence-job.js';
import { CtiCounts } from './cti/cti-counts.js';
import { CtiIntake } from './cti/cti-intake.js';
import { CtiController } from './cti/cti.controller.js';
import { FloodGate } from './cti/flood-gate.js';
import { PbxTokens } from './cti/pbx-tokens.js';
import { OperatorFollower } from './operators/operator-follower.js';
import { OperatorLines } from './operators/operator-lines.js';
import { OperatorStates } from './operators/operator-states.js';
import { WrapUpJob } from './operators/wrap-up-job.js';
import { loadTelephonySettings, TelephonySettings } from './settings.js';

/** Calls: what the telephone system tells, who takes them, and who must be called back. */
@Module({
  imports: [AgenciesModule, IdentityModule, TicketsModule],
  controllers: [CtiController],
  providers: [
    {
      provide: TelephonySettings,
      useFactory: (config: Config) => loadTelephonySettings(config.provinceDir),
      inject: [Config],
    },
    CallLog,
    CtiCounts,
    CtiIntake,
    FloodGate,
    OperatorFollower,
    OperatorLines,
    OperatorStates,
    PbxTokens,
    SilenceJob,
    WrapUpJob,
  ],
  exports: [CallLog, OperatorLines, OperatorStates, TelephonySettings],
})
export class TelephonyModule {}
