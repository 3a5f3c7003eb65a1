import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { EscalationModule } from '../escalation/index.js';
import { IdentityModule } from '../identity/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import { TelephonyModule } from '../telephony/index.js';
import { TicketsModule } from '../tickets/index.js';
import { AgencyRecordQuery } from './agency-record-query.js';
import { AgencyRecordController } from './agency-record.controller.js';
import { ConfigurationQuery } from './configuration-query.js';
import { ContactsQuery } from './contacts-query.js';
import { HistoryQuery } from './history-query.js';
import { LateListQuery } from './late-list-query.js';
import { LateListController } from './late-list.controller.js';
import { OverseerListQuery } from './overseer-list-query.js';
import { OverviewQuery } from './overview-query.js';
import { WatchController } from './watch.controller.js';

/** Read-only pages for those who watch: overview, administration, history. */
@Module({
  imports: [IdentityModule, AgenciesModule, SlaModule, RoutingModule, TelephonyModule, TicketsModule, EscalationModule],
  controllers: [WatchController, LateListController, AgencyRecordController],
  providers: [
    ConfigurationQuery,
    ContactsQuery,
    HistoryQuery,
    OverviewQuery,
    OverseerListQuery,
    LateListQuery,
    AgencyRecordQuery,
  ],
})
export class ReportsModule {}
