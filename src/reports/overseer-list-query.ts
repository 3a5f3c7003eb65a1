import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { EscalationQueries, type WatchedTicket } from '../escalation/index.js';
import { Accounts, type Principal } from '../identity/index.js';
import { formatInstant } from '../kernel/index.js';
import { TicketQueries, type ClockView } from '../tickets/index.js';

const PAGE = 30;

/** A ticket the province's office has been handed, because nobody below has met its deadline. */
export interface OverseerLine {
  readonly code: string;
  readonly ticketId: string;
  readonly subject: string;
  /** Who holds the clock now; a letter of apology is owed by the head. */
  readonly agency: string;
  readonly person: string | null;
  readonly due: string;
  /** "trễ 2 ngày 3 giờ làm việc"; once the clock has stopped, that it has. */
  readonly standing: string;
  readonly late: boolean;
  readonly since: Date;
}

/** The overseer's list: what has been handed up, the longest first. */
@Injectable()
export class OverseerListQuery {
  constructor(
    private readonly escalation: EscalationQueries,
    private readonly queries: TicketQueries,
    private readonly accounts: Accounts,
    private readonly directory: Directory,
  ) {}

  /** @param cursor what the page before ended with; one that is none begins at the top. */
  async page(
    principal: Principal,
    cursor: string | null,
  ): Promise<{ lines: OverseerLine[]; count: number; nextCursor: string | null }> {
    const [, ms, ticketId] = /^(\d{1,15})-([0-9A-Z]{26})$/.exec(cursor ?? '') ?? [];
    const after = ms === undefined || ticketId === undefined ? null : { sinceAt: new Date(Number(ms)), ticketId };
    const [{ items, next }, count] = await Promise.all([
      this.escalation.watched(principal, 'overseer_list', { limit: PAGE, after }),
      this.escalation.watchedCount(principal, 'overseer_list'),
    ]);
    // Which tickets may be seen has been decided; leaders, who open none, are shown kind and ward of them.
    const tickets = await this.queries.items(
      { kind: 'system', name: 'overseer-list' },
      items.map(({ ticketId: id }) => id),
    );
    const clocks = items.map((item) => {
      const running = tickets.get(item.ticketId)?.clocks ?? [];
      return running.find(({ kind, dueAt }) => kind === item.clockKind && dueAt.getTime() === item.dueAt.getTime());
    });
    const names = await this.accounts.names(
      items.flatMap((item, index) => clocks[index]?.holderAccountId ?? item.accountId ?? []),
    );
    return {
      count,
      nextCursor: next === null ? null : `${next.sinceAt.getTime()}-${next.ticketId}`,
      lines: items.map((item, index) => {
        const ticket = tickets.get(item.ticketId);
        const subject = [ticket?.category?.name ?? 'Việc chưa phân loại', ticket?.ward?.name ?? null];
        return this.line(item, subject.filter((part) => part !== null).join(', '), clocks[index], names);
      }),
    };
  }

  private line(
    item: WatchedTicket,
    subject: string,
    clock: ClockView | undefined,
    names: ReadonlyMap<string, string>,
  ): OverseerLine {
    const accountId = clock === undefined ? item.accountId : clock.holderAccountId;
    const letter = clock?.kind === 'apology' && clock.late;
    const nobody = letter ? 'Thủ trưởng đơn vị' : null;
    return {
      code: item.code,
      ticketId: item.ticketId,
      subject,
      agency: clock?.holder.name ?? this.directory.agency(item.agencyCode)?.shortName ?? item.agencyCode,
      person: accountId === null ? nobody : (names.get(accountId) ?? 'Tài khoản đã xoá'),
      due: formatInstant(clock?.dueAt ?? item.dueAt),
      standing: letter
        ? `${clock.remainingShort}, chưa gửi thư xin lỗi`
        : (clock?.remainingShort ?? 'Đã trả lời, phiếu chưa kết thúc'),
      late: clock?.late ?? false,
      since: item.sinceAt,
    };
  }
}
