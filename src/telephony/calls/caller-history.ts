import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { formatNearVi } from '../../sla/index.js';
import { CallerTickets } from '../../tickets/index.js';
import { readParty, type Party } from '../domain/numbering.js';
import { BlockedCallerRow, PhoneCallRow } from '../entities.js';
import { TelephonySettings } from '../settings.js';

export interface CallerTicketLine {
  readonly ticketId: string;
  readonly code: string;
  readonly title: string;
  readonly stateLabel: string;
  readonly isOpen: boolean;
  /** What was promised, as a sentence to say. */
  readonly promise: string;
  readonly late: boolean;
  readonly mayChase: boolean;
}

export interface CallerCall {
  readonly id: string;
  readonly startedAt: Date;
  readonly talkingSeconds: number | null;
  readonly missed: boolean;
  readonly contactId: string | null;
}

export interface CallerView {
  readonly party: Party;
  /** The last calls from this number, the newest first. */
  readonly calls: readonly CallerCall[];
  /** The newest tickets of this number that the person may see. */
  readonly tickets: readonly CallerTicketLine[];
  readonly flags: {
    /** Until when the number is held back; null: it is not. */
    readonly blockedUntil: Date | null;
    readonly blockedReason: string | null;
    /** How often it was held back, now and before. */
    readonly timesBlocked: number;
    /** Calls of today that nobody answered. */
    readonly missedLately: number;
  };
}

const MOST_CALLS = 10;
const LATELY_MS = 24 * 3_600_000;

/** Who is on the line: what this number had before. */
@Injectable()
export class CallerHistory {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly settings: TelephonySettings,
    private readonly callerTickets: CallerTickets,
  ) {}

  /**
   * Four statements. What was recorded of earlier calls is intake's: `RecentContacts.ofCaller`, one more.
   * @param raw the number in any writing.
   */
  async of(principal: Principal, raw: string): Promise<CallerView> {
    const party = readParty(raw, this.settings.plan);
    const phone = party.kind === 'phone' ? party.number : null;
    if (phone === null) {
      const flags = { blockedUntil: null, blockedReason: null, timesBlocked: 0, missedLately: 0 };
      return { party, calls: [], tickets: [], flags };
    }
    const { manager } = this.reader;
    const [calls, blocks, tickets] = await Promise.all([
      manager.find(PhoneCallRow, {
        select: { id: true, startedAt: true, talkingSeconds: true, missed: true, contactId: true },
        where: { fromNumber: phone },
        order: { startedAt: 'DESC' },
        take: MOST_CALLS,
      }),
      manager.find(BlockedCallerRow, { where: { phone }, order: { untilAt: 'DESC' }, take: MOST_CALLS }),
      this.callerTickets.find(principal, { code: '', phone }),
    ]);
    const now = this.clock.now();
    const block = blocks.find(({ untilAt, liftedAt }) => liftedAt === null && untilAt > now);
    return {
      party,
      calls: calls.map(({ id, startedAt, talkingSeconds, missed, contactId }) => ({
        id,
        startedAt,
        talkingSeconds,
        missed,
        contactId,
      })),
      tickets: tickets.map((ticket) => ({
        ticketId: ticket.ticketId,
        code: ticket.own.code,
        title: ticket.own.title,
        stateLabel: ticket.stateLabel,
        isOpen: ticket.isOpen,
        promise: promiseOf(ticket.isOpen, ticket.resolveDueAt, ticket.lead?.name ?? null, now),
        late: ticket.isOpen && ticket.resolveDueAt !== null && ticket.resolveDueAt < now,
        mayChase: ticket.mayChase,
      })),
      flags: {
        blockedUntil: block?.untilAt ?? null,
        blockedReason: block?.reason ?? null,
        timesBlocked: blocks.length,
        missedLately: calls.filter(({ missed, startedAt }) => missed && now.getTime() - startedAt.getTime() < LATELY_MS)
          .length,
      },
    };
  }
}

function promiseOf(isOpen: boolean, dueAt: Date | null, lead: string | null, now: Date): string {
  if (!isOpen) return 'Phiếu đã có kết quả.';
  if (dueAt === null) return 'Phiếu đang chờ Trung tâm phân loại, chưa có hạn trả lời.';
  const who = lead ?? 'Trung tâm';
  return dueAt < now
    ? `${who} đã hẹn trả lời trước ${formatNearVi(dueAt, now)} nhưng chưa trả lời.`
    : `${who} hẹn trả lời trước ${formatNearVi(dueAt, now)}.`;
}
