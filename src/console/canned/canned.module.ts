import { Module } from '@nestjs/common';
import { AgenciesModule } from '../../agencies/index.js';
import { IdentityModule } from '../../identity/index.js';
import { RoutingModule } from '../../routing/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { CannedController } from './canned.controller.js';
import { CannedPage } from './canned-page.js';

/** The page of standing texts. */
@Module({
  imports: [IdentityModule, AgenciesModule, RoutingModule, TicketsModule],
  controllers: [CannedController],
  providers: [Choices, CannedPage],
})
export class CannedModule {}
