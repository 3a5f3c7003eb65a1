import { Module } from '@nestjs/common';
import { AgenciesModule } from '../../agencies/index.js';
import { IdentityModule } from '../../identity/index.js';
import { RoutingModule } from '../../routing/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { BulkActs } from './bulk-acts.js';
import { BulkApiController } from './bulk-api.controller.js';
import { BulkController } from './bulk.controller.js';
import { BulkPage } from './bulk-page.js';

/** One act on many tickets of a list. */
@Module({
  imports: [IdentityModule, AgenciesModule, RoutingModule, TicketsModule],
  controllers: [BulkApiController, BulkController],
  providers: [Choices, BulkActs, BulkPage],
})
export class BulkModule {}
