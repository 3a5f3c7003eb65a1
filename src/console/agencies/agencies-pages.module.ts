import { Module } from '@nestjs/common';
import { AgenciesModule } from '../../agencies/index.js';
import { AgencyChangesModule } from '../../agency-changes/index.js';
import { RoutingModule } from '../../routing/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { Frames } from '../calendars/frame.js';
import { Choices } from '../choices.js';
import { AgenciesController } from './agencies.controller.js';
import { AgenciesPage } from './agencies-page.js';
import { OrderForm } from './order-form.js';

/** The pages of agencies and of the orders that change them. */
@Module({
  imports: [AgenciesModule, AgencyChangesModule, RoutingModule, TicketsModule],
  controllers: [AgenciesController],
  providers: [Choices, Frames, OrderForm, AgenciesPage],
})
export class AgenciesPagesModule {}
