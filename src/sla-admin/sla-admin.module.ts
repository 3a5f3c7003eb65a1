import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { IdentityModule } from '../identity/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import { CandidateRules } from './candidate-rules.js';
import { ChangeJob } from './change-job.js';
import { ChangeWalk } from './change-walk.js';
import { DeadlineChanges } from './deadline-changes.js';
import { EnteredDays } from './queries/entered-days.js';
import { ChangesController } from './http/changes.controller.js';
import { RulesController } from './http/rules.controller.js';
import { SlaChanges } from './sla-changes.js';

/** Changing the rules of time: preview, application, and what it did to the running clocks. */
@Module({
  imports: [IdentityModule, AgenciesModule, SlaModule, RoutingModule],
  controllers: [RulesController, ChangesController],
  providers: [CandidateRules, ChangeWalk, ChangeJob, SlaChanges, DeadlineChanges, EnteredDays],
  exports: [SlaChanges, DeadlineChanges, EnteredDays],
})
export class SlaAdminModule {}
