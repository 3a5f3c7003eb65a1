import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AgenciesModule } from '../../agencies/index.js';
import { EscalationModule } from '../../escalation/index.js';
import { IdentityModule } from '../../identity/index.js';
import { RoutingModule } from '../../routing/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { RosterPage } from '../roster/roster-page.js';
import { RosterController } from '../roster/roster.controller.js';
import { NoticesPage } from './notices-page.js';
import { NoticesPageController } from './notices.controller.js';
import { UnreadNotices } from './unread-notices.js';

/** Reminders, and the roster of those who are reminded at night. */
@Module({
  imports: [IdentityModule, AgenciesModule, RoutingModule, TicketsModule, EscalationModule],
  controllers: [NoticesPageController, RosterController],
  providers: [Choices, NoticesPage, RosterPage, { provide: APP_INTERCEPTOR, useClass: UnreadNotices }],
})
export class NoticesModule {}
