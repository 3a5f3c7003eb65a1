import { Module } from '@nestjs/common';
import { AgenciesModule } from '../../agencies/index.js';
import { IdentityModule } from '../../identity/index.js';
import { RoutingModule } from '../../routing/index.js';
import { TeamworkModule } from '../../teamwork/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { TeamworkPage } from './teamwork-page.js';
import { TeamworkPageController } from './teamwork.controller.js';

/** Who gets which tickets inside an agency, who is away, who signs for whom. */
@Module({
  imports: [IdentityModule, AgenciesModule, RoutingModule, TicketsModule, TeamworkModule],
  controllers: [TeamworkPageController],
  providers: [Choices, TeamworkPage],
})
export class TeamworkPagesModule {}
