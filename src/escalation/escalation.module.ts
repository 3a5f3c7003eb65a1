import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { IdentityModule } from '../identity/index.js';
import { SlaModule } from '../sla/index.js';
import { TicketsModule } from '../tickets/index.js';
import { EscalationFiringRow, EscalationNoticeRow, TicketWatchRow } from './entities.js';
import { EscalationFollower } from './escalation-follower.js';
import { EscalationQueries } from './escalation-queries.js';
import { EscalationRunner } from './escalation-runner.js';
import { EscalationScan } from './escalation-scan.js';
import { EscalationStore } from './escalation-store.js';
import { OnCallShiftRow } from './on-call/entities.js';
import { NoticeTickets } from './notices/notice-tickets.js';
import { NoticesController } from './notices/notices.controller.js';
import { Notices } from './notices/notices.js';
import { OnCallAnswers } from './notices/on-call-answers.js';
import { OnCallController } from './on-call/on-call.controller.js';
import { OnCall } from './on-call/on-call.js';
import { Roster } from './on-call/roster.js';
import { PressedNotices } from './pressed-notices.js';
import { StaffList } from './staff-list.js';

export const escalationEntities = [EscalationFiringRow, EscalationNoticeRow, TicketWatchRow, OnCallShiftRow];

@Module({
  imports: [IdentityModule, AgenciesModule, SlaModule, TicketsModule],
  providers: [
    EscalationStore,
    EscalationScan,
    EscalationRunner,
    EscalationFollower,
    EscalationQueries,
    StaffList,
    OnCall,
    Roster,
    Notices,
    NoticeTickets,
    OnCallAnswers,
    PressedNotices,
  ],
  controllers: [OnCallController, NoticesController],
  exports: [EscalationQueries, Roster, Notices, NoticeTickets, OnCallAnswers],
})
export class EscalationModule {}
