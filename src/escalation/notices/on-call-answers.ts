import { Injectable } from '@nestjs/common';
import { Accounts, allows, type Principal } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { TicketRow } from '../../tickets/index.js';
import { EscalationNoticeRow } from '../entities.js';
import { OnCall } from '../on-call/on-call.js';
import { happened } from './domain/notice-words.js';
import { NoticeTickets, type NoticeTicket } from './notice-tickets.js';

const SHOWN_FOR_MS = 24 * 3_600_000;
const MOST = 50;

/** Somebody on call who was told, and whether he or she has answered. */
export interface OnCallAnswer {
  readonly noticeId: string;
  readonly ticket: NoticeTicket;
  /** "Việc khẩn, cần nhận xử lý ngay". */
  readonly happened: string;
  readonly accountId: string;
  readonly name: string;
  /** E.164; null: none in the roster. */
  readonly phone: string | null;
  readonly toldAt: Date;
  /** null: not yet; somebody should call. */
  readonly acknowledgedAt: Date | null;
}

/** What urgent matters of the last day went to people on call: for the heads, and for the centre that calls them. */
@Injectable()
export class OnCallAnswers {
  constructor(
    private readonly reader: Reader,
    private readonly accounts: Accounts,
    private readonly onCall: OnCall,
    private readonly tickets: NoticeTickets,
    private readonly clock: Clock,
  ) {}

  /** Not answered first, then the newest first. Empty for whoever answers for nobody. */
  async recent(principal: Principal): Promise<OnCallAnswer[]> {
    if (principal.kind !== 'staff' || !allows(principal, 'roster.edit') || !allows(principal, 'ticket.read')) return [];
    const since = new Date(this.clock.now().getTime() - SHOWN_FOR_MS);
    const query = this.reader.manager
      .createQueryBuilder(EscalationNoticeRow, 'n')
      .where(`n.role = 'on_call' and n.createdAt > :since and n.withdrawnAt is null`, { since })
      .orderBy('n.createdAt', 'DESC')
      .addOrderBy('n.id', 'DESC')
      .limit(MOST);
    const centre = principal.roles.some((role) => role === 'coordinator' || role === 'director');
    if (!centre) {
      const { agencyCode } = principal;
      query.innerJoin(TicketRow, 't', 't.id = n.ticketId and t.leadAgencyCode = :agencyCode', { agencyCode });
    }
    const rows = await query.getMany();
    const [tickets, names] = await Promise.all([
      this.tickets.of(
        principal,
        rows.map(({ ticketId }) => ticketId),
      ),
      this.accounts.names(rows.map(({ recipientAccountId }) => recipientAccountId)),
    ]);
    const phones = await this.onCall.phonesOf(
      rows.map((row) => ({ accountId: row.recipientAccountId, at: row.createdAt })),
    );
    const answers = rows.flatMap((row, index): OnCallAnswer[] => {
      const ticket = tickets.get(row.ticketId);
      if (!ticket) return [];
      return [
        {
          noticeId: row.id,
          ticket,
          happened: happened(row.kind, row.mark),
          accountId: row.recipientAccountId,
          name: names.get(row.recipientAccountId) ?? 'Tài khoản đã xoá',
          phone: phones[index] ?? null,
          toldAt: row.createdAt,
          acknowledgedAt: row.acknowledgedAt,
        },
      ];
    });
    return [
      ...answers.filter(({ acknowledgedAt }) => acknowledgedAt === null),
      ...answers.filter(({ acknowledgedAt }) => acknowledgedAt !== null),
    ];
  }
}
