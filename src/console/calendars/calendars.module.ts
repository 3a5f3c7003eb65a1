import { Module, RequestMethod, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { AgenciesModule } from '../../agencies/index.js';
import { RoutingModule } from '../../routing/index.js';
import { SlaAdminModule } from '../../sla-admin/index.js';
import { SlaModule } from '../../sla/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { CalendarsController } from './calendars.controller.js';
import { ChangePages } from './changes/change-page.js';
import { ChangesController } from './changes.controller.js';
import { ClassForm } from './forms/class-form.js';
import { ConfirmedForm } from './forms/confirmed-form.js';
import { DaysForm } from './forms/days-form.js';
import { FileUpload } from './forms/file-upload.js';
import { HoursForm } from './forms/hours-form.js';
import { LadderForm } from './forms/ladder-form.js';
import { NoticeForm } from './forms/notice-form.js';
import { OrderForm } from './forms/order-form.js';
import { PolicyForm } from './forms/policy-form.js';
import { Frames } from './frame.js';
import { HoursPage } from './hours-page.js';
import { LaddersPage } from './ladders-page.js';
import { PoliciesPage } from './policies-page.js';
import { RulesOfTime } from './rules-of-time.js';
import { TryPage } from './try-page.js';
import { YearPage } from './year-page.js';

const READ = [RulesOfTime, Frames, YearPage, HoursPage, PoliciesPage, LaddersPage, TryPage];
const EDIT = [
  ConfirmedForm,
  OrderForm,
  DaysForm,
  NoticeForm,
  HoursForm,
  PolicyForm,
  LadderForm,
  ClassForm,
  ChangePages,
  FileUpload,
];

/** The pages of the rules of time: calendars, hours, deadlines, escalation. */
@Module({
  imports: [AgenciesModule, RoutingModule, SlaModule, SlaAdminModule, TicketsModule],
  controllers: [CalendarsController, ChangesController],
  providers: [Choices, ...READ, ...EDIT],
})
export class CalendarsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(FileUpload).forRoutes({ path: 'quan-tri/lich/nhap', method: RequestMethod.POST });
  }
}
