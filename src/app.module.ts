import { Module, type DynamicModule } from '@nestjs/common';
import { AgenciesModule, agenciesEntities } from './agencies/index.js';
import { AttachmentsModule, attachmentsEntities } from './attachments/index.js';
import { AuditModule, auditEntities } from './audit/index.js';
import { AgencyChangesModule, agencyChangesEntities } from './agency-changes/index.js';
import { ConsoleModule } from './console/index.js';
import { EscalationModule, escalationEntities } from './escalation/index.js';
import { IdentityModule, identityEntities } from './identity/index.js';
import { IntakeModule, intakeEntities } from './intake/index.js';
import type { Clock } from './kernel/index.js';
import { KnowledgeModule, knowledgeEntities } from './knowledge/index.js';
import { lettersEntities } from './letters/index.js';
import { NotificationsModule, notificationsEntities } from './notifications/index.js';
import { Open311Module, open311Entities } from './open311/index.js';
import type { Config } from './platform/config/index.js';
import { DatabaseModule, IdempotencyRow, type EntityClass } from './platform/database/index.js';
import { HttpModule } from './platform/http/index.js';
import { LeaseRow } from './platform/jobs/index.js';
import { outboxEntities, OutboxModule } from './platform/outbox/index.js';
import { PlatformModule } from './platform/platform.module.js';
import { TemplatesModule } from './platform/templates/index.js';
import { openDataEntities, PortalModule } from './portal/index.js';
import { PublicationModule, publicationEntities } from './publication/index.js';
import { ReportsModule } from './reports/index.js';
import { RoutingModule, routingEntities } from './routing/index.js';
import { SlaAdminModule, slaAdminEntities } from './sla-admin/index.js';
import { SlaModule, slaEntities } from './sla/index.js';
import { StartUp } from './start-up.js';
import { SuggestionsModule } from './suggestions/index.js';
import { FollowersModule, followersEntities } from './followers/index.js';
import { SurveysModule, surveysEntities } from './surveys/index.js';
import { TeamworkModule, teamworkEntities } from './teamwork/index.js';
import { SupervisionModule, supervisionEntities } from './supervision/index.js';
import { TelephonyModule, telephonyEntities } from './telephony/index.js';
import { TicketsModule, ticketsEntities } from './tickets/index.js';

/** Every table of the service. */
export const entities: EntityClass[] = [
  IdempotencyRow,
  LeaseRow,
  ...outboxEntities,
  ...identityEntities,
  ...agenciesEntities,
  ...slaEntities,
  ...routingEntities,
  ...attachmentsEntities,
  ...lettersEntities,
  ...ticketsEntities,
  ...slaAdminEntities,
  ...agencyChangesEntities,
  ...auditEntities,
  ...intakeEntities,
  ...knowledgeEntities,
  ...publicationEntities,
  ...openDataEntities,
  ...notificationsEntities,
  ...escalationEntities,
  ...teamworkEntities,
  ...followersEntities,
  ...surveysEntities,
  ...telephonyEntities,
  ...supervisionEntities,
  ...open311Entities,
];

/** The whole service: one module a domain folder, in the order of the dependency table. */
@Module({})
export class AppModule {
  /** @param clock a clock of the caller's; the system's unless a test sets the time. */
  static forRoot(config: Config, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config, clock),
        DatabaseModule.forRoot(config, entities),
        OutboxModule,
        HttpModule,
        TemplatesModule,
        IdentityModule,
        AgenciesModule,
        SlaModule,
        RoutingModule,
        AttachmentsModule,
        TicketsModule,
        SlaAdminModule,
        AgencyChangesModule,
        AuditModule,
        IntakeModule,
        SuggestionsModule,
        KnowledgeModule,
        EscalationModule,
        FollowersModule,
        SurveysModule,
        TeamworkModule,
        TelephonyModule,
        SupervisionModule,
        PublicationModule,
        Open311Module,
        PortalModule,
        NotificationsModule,
        ReportsModule,
        ConsoleModule,
      ],
      providers: [StartUp],
    };
  }
}
