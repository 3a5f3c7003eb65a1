import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { IntakeModule } from '../intake/index.js';
import { PublicationModule } from '../publication/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaAdminModule } from '../sla-admin/index.js';
import { SlaModule } from '../sla/index.js';
import { TicketsModule } from '../tickets/index.js';
import { FollowController } from './follow.controller.js';
import { HomeController } from './home.controller.js';
import { InfoController } from './info.controller.js';
import { PublishedPagesController } from './published.controller.js';
import { SendController } from './send.controller.js';

/** The citizens' pages: send, follow, read. Everything they do is a command or a query of another module. */
@Module({
  imports: [AgenciesModule, IntakeModule, PublicationModule, RoutingModule, SlaModule, SlaAdminModule, TicketsModule],
  controllers: [FollowController, HomeController, InfoController, PublishedPagesController, SendController],
})
export class PortalModule {}
