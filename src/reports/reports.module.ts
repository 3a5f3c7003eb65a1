import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { IdentityModule } from '../identity/index.js';
import { ConfigurationQuery } from './configuration-query.js';
import { HistoryQuery } from './history-query.js';
import { OverviewQuery } from './overview-query.js';
import { WatchController } from './watch.controller.js';

/** Read-only pages for those who watch: overview, administration, history. */
@Module({
  imports: [IdentityModule, AgenciesModule],
  controllers: [WatchController],
  providers: [ConfigurationQuery, HistoryQuery, OverviewQuery],
})
export class ReportsModule {}
