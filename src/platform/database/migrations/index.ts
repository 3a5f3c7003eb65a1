import type { MigrationClass } from '../schema.js';
import { platformMigrations } from './0000-platform.js';
import { identityMigrations } from './0100-identity.js';
import { agenciesMigrations } from './0200-agencies.js';
import { slaMigrations } from './0300-sla.js';
import { routingMigrations } from './0400-routing.js';
import { ticketsMigrations } from './0500-tickets.js';
import { intakeMigrations } from './0600-intake.js';
import { publicationMigrations } from './0700-publication.js';
import { notificationsMigrations } from './0800-notifications.js';
import { escalationMigrations } from './0900-escalation.js';
import { noticesMigrations } from './0920-notices.js';
import { slaAdminMigrations } from './0950-sla-admin.js';
import { ticketLifeMigrations } from './1000-ticket-life.js';
import { historyChainMigrations } from './1010-history-chain.js';
import { leadMigrations } from './1020-lead.js';
import { teamworkMigrations } from './1030-teamwork.js';
import { supplementMigrations } from './1040-supplement.js';
import { answersMigrations } from './1050-answers.js';
import { lettersMigrations } from './1060-letters.js';
import { mergingMigrations } from './1070-merging.js';
import { agencyChangesMigrations } from './1080-agency-changes.js';
import { commitmentMigrations } from './1100-commitment.js';
import { evidenceMigrations } from './1120-evidence.js';
import { commandCostMigrations } from './1125-command-cost.js';
import { reporterViewMigrations } from './1140-reporter-view.js';
import { telephonyMigrations } from './1200-telephony.js';
import { callBackMigrations } from './1210-call-backs.js';
import { knowledgeMigrations } from './1220-knowledge.js';
import { callContactMigrations } from './1230-call-contacts.js';
import { supervisionMigrations } from './1260-supervision.js';
import { receivedMigrations } from './1270-received.js';
import { open311Migrations } from './1300-open311.js';
import { searchMigrations } from './1310-search.js';
import { citizenPortalMigrations } from './1320-citizen-portal.js';
import { moderationMigrations } from './1330-moderation.js';
import { publicFiguresMigrations } from './1340-public-figures.js';
import { revisedCopiesMigrations } from './1350-revised-copies.js';
import { sheetRevisionMigrations } from './1360-sheet-revision.js';
import { mailLanguageMigrations } from './1370-mail-language.js';
import { withdrawnPlacesMigrations } from './1380-withdrawn-places.js';
import { onceMigrations } from './1390-once.js';

/** Every migration of the service, in one sequence; one file per module. */
export const migrations: MigrationClass[] = [
  ...platformMigrations,
  ...identityMigrations,
  ...agenciesMigrations,
  ...slaMigrations,
  ...routingMigrations,
  ...ticketsMigrations,
  ...intakeMigrations,
  ...publicationMigrations,
  ...notificationsMigrations,
  ...escalationMigrations,
  ...noticesMigrations,
  ...slaAdminMigrations,
  ...ticketLifeMigrations,
  ...historyChainMigrations,
  ...leadMigrations,
  ...teamworkMigrations,
  ...supplementMigrations,
  ...answersMigrations,
  ...lettersMigrations,
  ...mergingMigrations,
  ...agencyChangesMigrations,
  ...commitmentMigrations,
  ...evidenceMigrations,
  ...commandCostMigrations,
  ...reporterViewMigrations,
  ...telephonyMigrations,
  ...callBackMigrations,
  ...knowledgeMigrations,
  ...callContactMigrations,
  ...supervisionMigrations,
  ...receivedMigrations,
  ...open311Migrations,
  ...searchMigrations,
  ...citizenPortalMigrations,
  ...moderationMigrations,
  ...publicFiguresMigrations,
  ...revisedCopiesMigrations,
  ...sheetRevisionMigrations,
  ...mailLanguageMigrations,
  ...withdrawnPlacesMigrations,
  ...onceMigrations,
];
