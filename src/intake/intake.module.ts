import { Module, RequestMethod, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { AttachmentsModule } from '../attachments/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import { TicketsModule } from '../tickets/index.js';
import { WebForm } from './channels/web-form.js';
import { ContactStore } from './contact-store.js';
import { IntakeController } from './http/intake.controller.js';
import { InboundMailController } from './inbound-mail/inbound-mail.controller.js';
import { RawMail } from './inbound-mail/raw-mail.js';
import { TakeMail } from './inbound-mail/take-mail.js';
import { Importer } from './import/importer.js';
import { Places } from './place.js';
import { RecordIncidentCall } from './join-incident.js';
import { RecordKnownMatter } from './known-matter.js';
import { PrepareContact } from './prepare-contact.js';
import { PreviewIntake } from './preview.js';
import { RecentContacts } from './recent-contacts.js';
import { RecordContact } from './record-contact.js';
import { RecordStatusCall } from './status-call.js';

@Module({
  imports: [AgenciesModule, AttachmentsModule, RoutingModule, SlaModule, TicketsModule],
  controllers: [IntakeController, InboundMailController],
  providers: [
    ContactStore,
    Importer,
    Places,
    PrepareContact,
    PreviewIntake,
    RecentContacts,
    RecordContact,
    TakeMail,
    RecordIncidentCall,
    RecordKnownMatter,
    RecordStatusCall,
    WebForm,
  ],
  exports: [
    Importer,
    PreviewIntake,
    RecentContacts,
    RecordContact,
    RecordIncidentCall,
    RecordKnownMatter,
    RecordStatusCall,
    WebForm,
  ],
})
export class IntakeModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RawMail).forRoutes({ path: 'api/v1/inbound-mail', method: RequestMethod.POST });
  }
}
