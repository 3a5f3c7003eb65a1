import { Module, RequestMethod, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { AttachmentsModule, UploadForm } from '../attachments/index.js';
import { FollowersModule } from '../followers/index.js';
import { IntakeModule } from '../intake/index.js';
import { PublicationModule } from '../publication/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaAdminModule } from '../sla-admin/index.js';
import { SlaModule } from '../sla/index.js';
import { SuggestionsModule } from '../suggestions/index.js';
import { SurveysModule } from '../surveys/index.js';
import { TicketsModule } from '../tickets/index.js';
import { EndingController } from './ending.controller.js';
import { RateController } from './rate.controller.js';
import { FollowController } from './follow.controller.js';
import { FollowersController } from './followers.controller.js';
import { InfoController } from './info.controller.js';
import { OwnLettersController } from './own-letters.controller.js';
import { OwnTicketController } from './own-ticket.controller.js';
import { PhotosController } from './photos.controller.js';
import { PhotoUploadsController } from './photo-uploads.controller.js';
import { PreviewController } from './preview.controller.js';
import { PublishedFactsOf } from './published-facts.js';
import { PublishedPagesController } from './published.controller.js';
import { ReadingModule } from './reading.module.js';
import { SatisfactionController } from './satisfaction.controller.js';
import { SendController } from './send.controller.js';
import { SendHints } from './send-hints.js';
import { SentPhotos } from './sent-photos.js';

/** The citizens' pages: send, follow, read. Everything they do is a command or a query of another module. */
@Module({
  imports: [
    AgenciesModule,
    AttachmentsModule,
    FollowersModule,
    IntakeModule,
    PublicationModule,
    ReadingModule,
    RoutingModule,
    SlaModule,
    SlaAdminModule,
    SuggestionsModule,
    SurveysModule,
    TicketsModule,
  ],
  controllers: [
    EndingController,
    RateController,
    FollowersController,
    FollowController,
    OwnLettersController,
    OwnTicketController,
    InfoController,
    PublishedPagesController,
    PreviewController,
    PhotosController,
    PhotoUploadsController,
    SatisfactionController,
    SendController,
  ],
  providers: [PublishedFactsOf, SendHints, SentPhotos],
})
export class PortalModule implements NestModule {
  /** Photos come with these forms. */
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply(UploadForm)
      .forRoutes(
        { path: 'gui-phan-anh', method: RequestMethod.POST },
        { path: 'theo-doi/:token/tra-loi', method: RequestMethod.POST },
        { path: 'theo-doi/:token/bo-sung', method: RequestMethod.POST },
      );
  }
}
