import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { FollowersModule } from '../followers/index.js';
import { PublicationModule } from '../publication/index.js';
import { RoutingModule } from '../routing/index.js';
import { TicketsModule } from '../tickets/index.js';
import { AgencyPagesController } from './agency-pages.controller.js';
import { EmbedController } from './embed/embed.controller.js';
import { FeedsController } from './feeds/feeds.controller.js';
import { HomeController } from './home.controller.js';
import { WardShapes } from './map/ward-shapes.js';
import { OpenDataController } from './open-data/open-data.controller.js';
import { RecordSource } from './open-data/record-source.js';
import { SnapshotJob } from './open-data/snapshot-job.js';
import { OpenDataSnapshots } from './open-data/snapshots.js';
import { PublicNames } from './public-names.js';
import { ShareController } from './share/share.controller.js';
import { SharePictures } from './share/share-pictures.js';
import { SitemapController } from './sitemap/sitemap.controller.js';
import { WardPagesController } from './ward-pages.controller.js';

/** What everybody may read and take away. It reads the two public projections, and nothing of a ticket. */
@Module({
  imports: [AgenciesModule, FollowersModule, PublicationModule, RoutingModule, TicketsModule],
  controllers: [
    AgencyPagesController,
    EmbedController,
    FeedsController,
    HomeController,
    OpenDataController,
    ShareController,
    SitemapController,
    WardPagesController,
  ],
  providers: [OpenDataSnapshots, PublicNames, RecordSource, SharePictures, SnapshotJob, WardShapes],
  exports: [PublicNames],
})
export class ReadingModule {}
