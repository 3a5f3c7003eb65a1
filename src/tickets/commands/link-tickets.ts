import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { actorOf } from '../acting.js';
import { linkBoth, linkObstacle, pairOf } from '../domain/link.js';
import { TicketLinkRow } from '../merging-entities.js';
import { TicketCodes } from '../ticket-codes.js';
import { readyFor } from '../ticket-loading.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { typedOne } from './merge-tickets.js';

export interface LinkTicketsInput extends TicketReference {
  /** The other ticket, as somebody typed its code. */
  readonly otherCode: string;
  /** Whether the link is taken away. */
  readonly remove?: boolean | undefined;
}

/** A coordinator notes that two tickets have to do with each other, or no longer. Neither moves. */
@Injectable()
export class LinkTickets {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly codes: TicketCodes,
  ) {}

  /** @throws Problem `invalid-input` (no code that can be one), `not-found`, `stale-version`, `conflict`. */
  async execute(input: LinkTicketsInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: LinkTicketsInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const { accountId } = actorOf(principal);
    const removed = input.remove === true;
    const parsed = this.codes.parse(input.otherCode);
    if (!parsed.ok) throw Problem.invalid([{ field: 'otherCode', message: parsed.reason }]);
    const loaded = await this.store.loadMany(transaction, { ids: [input.ticketId], codes: [parsed.code] });
    const find = (is: (ticket: { id: string; code: string }) => boolean) => loaded.find(({ ticket }) => is(ticket));
    const one = readyFor(find(({ id }) => id === input.ticketId) ?? null, input.version, 'link', principal);
    const found = find(({ code }) => code === parsed.code);
    const other = typedOne('otherCode', found, (one) => readyFor(one, null, 'link', principal));
    const obstacle = linkObstacle(one, other);
    if (obstacle !== null) throw Problem.conflict(obstacle);
    const at = this.clock.now();
    const changed = await this.keep(transaction, pairOf(one.ticket.id, other.ticket.id), { removed, accountId, at });
    if (!changed) throw Problem.conflict(removed ? 'Hai phiếu này không còn liên kết.' : 'Hai phiếu này đã liên kết.');
    const changes = linkBoth(one, other, { removed });
    const [result] = await this.store.writeMany(
      transaction,
      [
        { loaded: one, change: changes.one, command: 'link' },
        { loaded: other, change: changes.other, command: 'link' },
      ],
      { principal, at },
    );
    return result as CommandResult;
  }

  /** @returns whether anything changed: two people may link the same pair, and one of them did. */
  private async keep(
    transaction: Transaction,
    pair: ReturnType<typeof pairOf>,
    { removed, accountId, at }: { readonly removed: boolean; readonly accountId: string; readonly at: Date },
  ): Promise<boolean> {
    const manager = managerOf(transaction);
    if (removed) return (await manager.delete(TicketLinkRow, pair)).affected === 1;
    if (await manager.existsBy(TicketLinkRow, pair)) return false;
    await manager.insert(TicketLinkRow, { ...pair, accountId, createdAt: at });
    return true;
  }
}
