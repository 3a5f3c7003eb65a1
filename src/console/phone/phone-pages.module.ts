import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { IdentityModule } from '../../identity/index.js';
import { IntakeModule } from '../../intake/index.js';
import { TelephonyModule } from '../../telephony/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { BlockedCallersController } from './blocked-callers.controller.js';
import { CallBacksPage } from './call-backs-page.js';
import { CallBacksPageController } from './call-backs-page.controller.js';
import { CallLink } from './call-link.js';
import { CallerPanels } from './caller-panel.js';
import { PhoneInterceptor } from './phone-interceptor.js';
import { PhoneModel } from './phone-model.js';
import { PhoneSide } from './phone-side.js';
import { QueueGateway } from './queue.gateway.js';

/** The telephone on the staff's pages: bar, caller, people to be called, numbers held back. */
@Module({
  imports: [IdentityModule, IntakeModule, TelephonyModule, TicketsModule],
  controllers: [CallBacksPageController, BlockedCallersController],
  providers: [
    CallLink,
    CallerPanels,
    CallBacksPage,
    PhoneModel,
    PhoneSide,
    QueueGateway,
    { provide: APP_INTERCEPTOR, useClass: PhoneInterceptor },
  ],
  exports: [CallLink, CallerPanels, PhoneModel, PhoneSide, QueueGateway],
})
export class PhonePagesModule {}
