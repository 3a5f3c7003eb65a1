import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { IdentityModule } from '../identity/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import { TicketsModule } from '../tickets/index.js';
import { AgencyOrders } from './agency-orders.js';
import { AgencySwitch } from './agency-switch.js';
import { OrdersController } from './http/orders.controller.js';
import { OpenTickets } from './open-tickets.js';
import { OrderJob } from './order-job.js';
import { OrderTroubles } from './order-troubles.js';
import { OrderPreviews } from './order-previews.js';

/** Orders that merge, split, rename or close agencies, and what moves with them. */
@Module({
  imports: [IdentityModule, AgenciesModule, RoutingModule, SlaModule, TicketsModule],
  controllers: [OrdersController],
  providers: [AgencyOrders, AgencySwitch, OpenTickets, OrderPreviews, OrderTroubles, OrderJob],
  exports: [AgencyOrders],
})
export class AgencyChangesModule {}
