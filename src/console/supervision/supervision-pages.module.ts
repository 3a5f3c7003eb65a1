import { Module } from '@nestjs/common';
import { AgenciesModule } from '../../agencies/index.js';
import { EscalationModule } from '../../escalation/index.js';
import { IdentityModule } from '../../identity/index.js';
import { SupervisionModule } from '../../supervision/index.js';
import { TelephonyModule } from '../../telephony/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { QualityController } from './quality.controller.js';
import { QualityPage } from './quality-page.js';
import { ShiftsController } from './shifts.controller.js';
import { ShiftsPage } from './shifts-page.js';
import { SuperviseController } from './supervise.controller.js';
import { SupervisePage } from './supervise-page.js';
import { Wallboard } from './wallboard.js';
import { WallboardController } from './wallboard.controller.js';
import { WallboardTickets } from './wallboard-tickets.js';

/** The pages of who watches over the operators, and the screen on the wall. */
@Module({
  imports: [IdentityModule, AgenciesModule, EscalationModule, TicketsModule, TelephonyModule, SupervisionModule],
  controllers: [WallboardController, SuperviseController, QualityController, ShiftsController],
  providers: [Wallboard, WallboardTickets, SupervisePage, QualityPage, ShiftsPage],
})
export class SupervisionPagesModule {}
