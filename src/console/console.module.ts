import { Module, RequestMethod, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { AttachmentsModule, UploadForm } from '../attachments/index.js';
import { EscalationModule } from '../escalation/index.js';
import { IdentityModule } from '../identity/index.js';
import { IntakeModule } from '../intake/index.js';
import { PublicationModule } from '../publication/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaAdminModule } from '../sla-admin/index.js';
import { SurveysModule } from '../surveys/index.js';
import { TeamworkModule } from '../teamwork/index.js';
import { SupervisionModule } from '../supervision/index.js';
import { TelephonyModule } from '../telephony/index.js';
import { TicketsModule } from '../tickets/index.js';
import { AgenciesPagesModule } from './agencies/agencies-pages.module.js';
import { BulkModule } from './bulk/bulk.module.js';
import { CalendarsModule } from './calendars/calendars.module.js';
import { CannedModule } from './canned/canned.module.js';
import { CallsController } from './calls/calls.controller.js';
import { CallsBeside } from './calls/calls-beside.js';
import { CallsHelpController } from './calls/calls-help.controller.js';
import { CallsPage } from './calls/calls-page.js';
import { IncidentsController } from './incidents/incidents.controller.js';
import { IncidentsPage } from './incidents/incidents-page.js';
import { Choices } from './choices.js';
import { AnswerDesk } from './desk/answer-desk.js';
import { DeskCommands } from './desk/desk-commands.js';
import { DeskController } from './desk/desk.controller.js';
import { FilesController } from './desk/files.controller.js';
import { DeskPage } from './desk/desk-page.js';
import { deskParts } from './desk/parts/index.js';
import { TimeCommands } from './desk/time-commands.js';
import { ModerationPagesModule } from './moderation/moderation.module.js';
import { KnowledgePagesModule } from './knowledge/knowledge-pages.module.js';
import { LettersController } from './letters/letters.controller.js';
import { TicketStory } from './letters/ticket-story.js';
import { LiveGateway } from './live/live.gateway.js';
import { PresenceGateway } from './live/presence.gateway.js';
import { SupervisionPagesModule } from './supervision/supervision-pages.module.js';
import { TeamworkPagesModule } from './teamwork/teamwork-pages.module.js';
import { NoticesModule } from './notices/notices.module.js';
import { PhoneController } from './phone/phone.controller.js';
import { PhonePagesModule } from './phone/phone-pages.module.js';

/** The staff's pages, and what keeps them live. */
@Module({
  imports: [
    IdentityModule,
    AgenciesModule,
    AttachmentsModule,
    RoutingModule,
    TicketsModule,
    SurveysModule,
    IntakeModule,
    PublicationModule,
    EscalationModule,
    TeamworkModule,
    TelephonyModule,
    SupervisionModule,
    SlaAdminModule,
    CalendarsModule,
    CannedModule,
    AgenciesPagesModule,
    BulkModule,
    KnowledgePagesModule,
    ModerationPagesModule,
    NoticesModule,
    PhonePagesModule,
    SupervisionPagesModule,
    TeamworkPagesModule,
  ],
  // Before the desk, whose addresses take any last piece.
  controllers: [
    FilesController,
    LettersController,
    DeskController,
    PhoneController,
    CallsController,
    CallsHelpController,
    IncidentsController,
  ],
  providers: [
    LiveGateway,
    PresenceGateway,
    Choices,
    DeskPage,
    AnswerDesk,
    DeskCommands,
    TimeCommands,
    TicketStory,
    ...deskParts,
    CallsBeside,
    CallsPage,
    IncidentsPage,
  ],
  exports: [LiveGateway],
})
export class ConsoleModule implements NestModule {
  /** Forms that files come with: an answer's, whichever of its buttons is pressed, and what citizens and other agencies give. */
  configure(consumer: MiddlewareConsumer): void {
    const steps = [
      'answer',
      'answer-draft',
      'answer-canned',
      'answer-restore',
      'reply',
      'facts',
      'support-deliver',
      'report-done',
    ];
    consumer
      .apply(UploadForm)
      .forRoutes(...steps.map((step) => ({ path: `phieu/:id/${step}`, method: RequestMethod.POST })));
  }
}
