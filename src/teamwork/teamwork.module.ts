import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { IdentityModule } from '../identity/index.js';
import { RoutingModule } from '../routing/index.js';
import { TicketsModule } from '../tickets/index.js';
import { AssignmentRules } from './assignment-rules.js';
import { Presence } from './presence.js';
import { RuleFollower } from './rule-follower.js';

/** Work shared inside an agency: who gets what, who stands in, who is looking at the same ticket. */
@Module({
  imports: [IdentityModule, AgenciesModule, RoutingModule, TicketsModule],
  providers: [AssignmentRules, RuleFollower, Presence],
  exports: [AssignmentRules, Presence],
})
export class TeamworkModule {}
