import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/index.js';
import { AgenciesModule } from '../agencies/index.js';
import { FollowersModule } from '../followers/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import { SurveysModule } from '../surveys/index.js';
import { TicketsModule } from '../tickets/index.js';
import { PostingCache } from './posting-cache.js';
import { Projections } from './projections.js';
import { Projector } from './projector.js';
import { PublicChanges } from './public-changes.js';
import { PublicFigures } from './public-figures.js';
import { PublicRecords } from './public-records.js';
import { PublishTicket } from './publish-ticket.js';
import { PublishedExport } from './published-export.js';
import { PublicStatuses, PublishedItems } from './published-items.js';
import { PublishedSearch } from './published-search.js';
import { PublishController } from './publish.controller.js';
import { PublishedController } from './published.controller.js';
import { WithdrawalsController } from './withdrawals.controller.js';
import { RebuildProjections } from './rebuild-projections.js';
import { SearchFiller } from './search-filler.js';
import { SearchIndex } from './search-index.js';
import { RedactionSheets } from './redaction-sheets.js';
import { Reporters } from './reporters.js';
import { SheetKeeper } from './sheet-keeper.js';
import { Withdrawals, WithdrawnItems } from './withdrawals.js';

@Module({
  imports: [AgenciesModule, AttachmentsModule, FollowersModule, RoutingModule, SlaModule, SurveysModule, TicketsModule],
  controllers: [PublishedController, PublishController, WithdrawalsController],
  providers: [
    Projections,
    Projector,
    PublishTicket,
    RedactionSheets,
    SheetKeeper,
    Withdrawals,
    WithdrawnItems,
    Reporters,
    RebuildProjections,
    PublishedItems,
    PublicStatuses,
    PublicChanges,
    PublicFigures,
    PublicRecords,
    PostingCache,
    PublishedExport,
    PublishedSearch,
    SearchFiller,
    SearchIndex,
  ],
  exports: [
    PublishTicket,
    RebuildProjections,
    PublishedItems,
    PublishedExport,
    PublishedSearch,
    PublicStatuses,
    PublicFigures,
    PublicRecords,
    RedactionSheets,
    Withdrawals,
    WithdrawnItems,
  ],
})
export class PublicationModule {}
