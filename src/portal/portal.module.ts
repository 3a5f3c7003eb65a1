import { Module, RequestMethod, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { AttachmentsModule, UploadForm } from '../attachments/index.js';
import { IntakeModule } from '../intake/index.js';
import { PublicationModule } from '../publication/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaAdminModule } from '../sla-admin/index.js';
import { SlaModule } from '../sla/index.js';
import { SurveysModule } from '../surveys/index.js';
import { TicketsModule } from '../tickets/index.js';
import { EndingController } from './ending.controller.js';
import { RateController } from './rate.controller.js';
import { FollowController } from './follow.controller.js';
import { InfoController } from './info.controller.js';
import { OwnLettersController } from './own-letters.controller.js';
import { OwnTicketController } from './own-ticket.controller.js';
import { PhotosController } from './photos.controller.js';
import { PublishedPagesController } from './published.controller.js';
import { ReadingModule } from './reading.module.js';
import { SendController } from './send.controller.js';

/** The citizens' pages: send, follow, read. Everything they do is a command or a query of another module. */
@Module({
  imports: [
    AgenciesModule,
    AttachmentsModule,
    IntakeModule,
    PublicationModule,
    ReadingModule,
    RoutingModule,
    SlaModule,
    SlaAdminModule,
    SurveysModule,
    TicketsModule,
  ],
  controllers: [
    EndingController,
    RateController,
    FollowController,
    OwnLettersController,
    OwnTicketController,
    InfoController,
    PublishedPagesController,
    PhotosController,
    SendController,
  ],
})
export class PortalModule implements NestModule {
  /** Photos come with these forms. */
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply(UploadForm)
      .forRoutes(
        { path: 'theo-doi/:token/tra-loi', method: RequestMethod.POST },
        { path: 'theo-doi/:token/bo-sung', method: RequestMethod.POST },
      );
  }
}
