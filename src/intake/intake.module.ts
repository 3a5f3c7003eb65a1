import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import { TicketsModule } from '../tickets/index.js';
import { WebForm } from './channels/web-form.js';
import { ContactStore } from './contact-store.js';
import { IntakeController } from './http/intake.controller.js';
import { Importer } from './import/importer.js';
import { Places } from './place.js';
import { RecordIncidentCall } from './join-incident.js';
import { PrepareContact } from './prepare-contact.js';
import { PreviewIntake } from './preview.js';
import { RecentContacts } from './recent-contacts.js';
import { RecordContact } from './record-contact.js';

@Module({
  imports: [AgenciesModule, RoutingModule, SlaModule, TicketsModule],
  controllers: [IntakeController],
  providers: [
    ContactStore,
    Importer,
    Places,
    PrepareContact,
    PreviewIntake,
    RecentContacts,
    RecordContact,
    RecordIncidentCall,
    WebForm,
  ],
  exports: [Importer, PreviewIntake, RecentContacts, RecordContact, RecordIncidentCall, WebForm],
})
export class IntakeModule {}
