import { Module } from '@nestjs/common';
import { AgenciesModule } from '../../agencies/index.js';
import { RoutingModule } from '../../routing/index.js';
import { SlaModule } from '../../sla/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { CalendarsController } from './calendars.controller.js';
import { Frames } from './frame.js';
import { HoursPage } from './hours-page.js';
import { LaddersPage } from './ladders-page.js';
import { PoliciesPage } from './policies-page.js';
import { RulesOfTime } from './rules-of-time.js';
import { TryPage } from './try-page.js';
import { YearPage } from './year-page.js';

/** The pages of the rules of time: calendars, hours, deadlines, escalation. */
@Module({
  imports: [AgenciesModule, RoutingModule, SlaModule, TicketsModule],
  controllers: [CalendarsController],
  providers: [Choices, RulesOfTime, Frames, YearPage, HoursPage, PoliciesPage, LaddersPage, TryPage],
})
export class CalendarsModule {}
