import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/index.js';
import { AgenciesModule } from '../agencies/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import { SurveysModule } from '../surveys/index.js';
import { TicketsModule } from '../tickets/index.js';
import { Projections } from './projections.js';
import { Projector } from './projector.js';
import { PublicFigures } from './public-figures.js';
import { PublishedExport } from './published-export.js';
import { PublicTextDraft, PublishTicket } from './publish-ticket.js';
import { PublicStatuses, PublishedItems } from './published-items.js';
import { PublishController } from './publish.controller.js';
import { PublishedController } from './published.controller.js';
import { RebuildProjections } from './rebuild-projections.js';

@Module({
  imports: [AgenciesModule, AttachmentsModule, RoutingModule, SlaModule, SurveysModule, TicketsModule],
  controllers: [PublishedController, PublishController],
  providers: [
    Projections,
    Projector,
    PublishTicket,
    PublicTextDraft,
    RebuildProjections,
    PublishedItems,
    PublicStatuses,
    PublicFigures,
    PublishedExport,
  ],
  exports: [
    PublishTicket,
    PublicTextDraft,
    RebuildProjections,
    PublishedItems,
    PublicStatuses,
    PublicFigures,
    PublishedExport,
  ],
})
export class PublicationModule {}
