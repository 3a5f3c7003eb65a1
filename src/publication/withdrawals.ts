import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThanOrEqual, Not } from 'typeorm';
import { allows, type CommandContext, type Principal } from '../identity/index.js';
import { cleanText, Clock, newId, Problem } from '../kernel/index.js';
import { Idempotency, managerOf, Reader } from '../platform/database/index.js';
import {
  isWithdrawalGround,
  ModerateCopy,
  TicketRow,
  type CommandResult,
  type TicketReference,
} from '../tickets/index.js';
import { titleOf } from './domain/published-item.js';
import { PublicationWithdrawalRow, WithdrawnItemRow } from './moderation-entities.js';
import { Projections } from './projections.js';
import type { PublishedFilter } from './published-items.js';
import { activeWithdrawal } from './source.js';

const MIN_REASON = 5;
const MAX_REASON = 2_000;

export interface UnpublishInput extends TicketReference {
  readonly ground: string;
  /** For colleagues: what was wrong, and what is to be done. */
  readonly reason: string;
}

/** Takes published copies off and puts them back. Lists, feeds and pages follow in the same unit of work. */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly moderate: ModerateCopy,
    private readonly projections: Projections,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-input` (no ground, no reason), `not-found`, `stale-version`, `conflict` when nothing is public. */
  async unpublish({ ground, reason, ...reference }: UnpublishInput, ctx: CommandContext): Promise<CommandResult> {
    const words = cleanText(reason);
    const errors = [
      ...(isWithdrawalGround(ground) ? [] : [{ field: 'ground', message: 'Xin chọn vì sao gỡ.' }]),
      ...(words.length >= MIN_REASON ? [] : [{ field: 'reason', message: 'Xin ghi rõ vì sao gỡ.' }]),
      ...(words.length <= MAX_REASON ? [] : [{ field: 'reason', message: 'Lý do dài quá; xin viết gọn lại.' }]),
    ];
    if (!isWithdrawalGround(ground) || errors.length > 0) throw Problem.invalid(errors);
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      const { ticketId } = reference;
      const withdrawalId = newId();
      const result = await this.moderate.inside(
        transaction,
        reference,
        { what: 'withdrawn', withdrawalId, ground },
        ctx,
      );
      if ((await activeWithdrawal(manager, ticketId)) !== null)
        throw Problem.conflict('Bản công khai của phiếu này đã gỡ rồi.');
      await manager.insert(PublicationWithdrawalRow, {
        id: withdrawalId,
        ticketId,
        ground,
        reason: words,
        byAccountId: accountOf(ctx.principal),
        withdrawnAt: this.clock.now(),
        restoredByAccountId: null,
        restoredAt: null,
      });
      await this.projections.project(transaction, ticketId);
      return result;
    });
  }

  /** @throws Problem `not-found`, `stale-version`, `conflict` when it is not off. */
  async republish(reference: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      const { ticketId } = reference;
      const active = await activeWithdrawal(manager, ticketId);
      const withdrawalId = active?.id ?? '';
      const result = await this.moderate.inside(transaction, reference, { what: 'restored', withdrawalId }, ctx);
      if (active === null) throw Problem.conflict('Phiếu này đang công khai.');
      const restored = { restoredAt: this.clock.now(), restoredByAccountId: accountOf(ctx.principal) };
      await manager.update(PublicationWithdrawalRow, { id: active.id }, restored);
      await this.projections.project(transaction, ticketId);
      return result;
    });
  }
}

/** One line of the list of what was taken off. */
export interface WithdrawnLine {
  readonly item: WithdrawnItemRow;
  readonly title: string;
}

export interface WithdrawnPage {
  readonly lines: readonly WithdrawnLine[];
  /** For the next page; null on the last one. */
  readonly next: string | null;
}

const PAGE = 30;

/** What was taken off: that there was something, for anybody; the list for those who did it. */
@Injectable()
export class WithdrawnItems {
  constructor(private readonly reader: Reader) {}

  /** @returns null: nothing of this code was taken off, as far as anybody may know. */
  async byCode(code: string): Promise<WithdrawnItemRow | null> {
    return this.reader.manager.findOneBy(WithdrawnItemRow, { code });
  }

  /**
   * What had stood in a list and was taken off, the latest first: whoever has it is told to forget it.
   * @param since the oldest day of publishing that the list shows; null: it shows all.
   */
  async from(filter: PublishedFilter, since: Date | null, most: number): Promise<WithdrawnItemRow[]> {
    const { wardCode, field, agencyCode } = filter;
    return this.reader.manager.find(WithdrawnItemRow, {
      where: {
        ...(wardCode && { wardCode }),
        ...(typeof field === 'number' && { field }),
        ...(agencyCode && { agencyCode }),
        publishedAt: since === null ? Not(IsNull()) : MoreThanOrEqual(since),
        // Nothing is taken off before it is published: this bounds the index.
        ...(since !== null && { withdrawnAt: MoreThanOrEqual(since) }),
      },
      order: { withdrawnAt: 'DESC', ticketId: 'DESC' },
      take: most,
    });
  }

  /** The latest first, by key. @param cursor `next` of the page before; null for the first. @throws Problem `not-found` */
  async list(principal: Principal, cursor: string | null): Promise<WithdrawnPage> {
    if (!allows(principal, 'ticket.publish')) throw Problem.notFound();
    const { manager } = this.reader;
    const [, at = '', id = ''] = /^(\d{1,15})\.([0-9A-Z]{26})$/.exec(cursor ?? '') ?? [];
    const before = new Date(Number(at));
    const rows = await manager.find(WithdrawnItemRow, {
      ...(at === ''
        ? {}
        : { where: [{ withdrawnAt: LessThan(before) }, { withdrawnAt: before, ticketId: LessThan(id) }] }),
      order: { withdrawnAt: 'DESC', ticketId: 'DESC' },
      take: PAGE + 1,
    });
    const items = rows.slice(0, PAGE);
    const tickets =
      items.length === 0
        ? []
        : await manager
            .createQueryBuilder(TicketRow, 't')
            .select(['t.id', 't.title', 't.words'])
            .whereInIds(items.map(({ ticketId }) => ticketId))
            .getMany();
    const titles = new Map(tickets.map(({ id: ticket, title, words }) => [ticket, title ?? titleOf(words)]));
    const last = items.at(-1);
    return {
      lines: items.map((item) => ({ item, title: titles.get(item.ticketId) ?? item.code })),
      next: rows.length > PAGE && last ? `${String(last.withdrawnAt.getTime())}.${last.ticketId}` : null,
    };
  }
}

/** Whose hand it was, as the rows keep it. */
export function accountOf(principal: Principal): string {
  return principal.kind === 'staff' ? principal.accountId : '';
}
