import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Idempotency, UnitOfWork, type Transaction } from '../../platform/database/index.js';
import {
  AssignTicket,
  RemindHolder,
  TicketQueries,
  TransferTicket,
  type TicketReference,
} from '../../tickets/index.js';
import { bulkActionsOf, type BulkRequest } from './bulk-request.js';

/**
 * What becomes of one ticket:
 * - `ready`: in a preview, it would be done.
 * - `done`: it is.
 * - `refused`: not with this ticket, or not now; `reason` says why.
 * - `changed`: somebody has changed the ticket since it was chosen.
 * - `missing`: there is no such ticket, or not for this person.
 */
export type BulkOutcome = 'ready' | 'done' | 'refused' | 'changed' | 'missing';

export interface BulkLine {
  readonly ticketId: string;
  /** null when it is not this person's to see. */
  readonly code: string | null;
  readonly title: string | null;
  /** Who has it now, after what was done; null: nobody yet. */
  readonly lead: string | null;
  readonly outcome: BulkOutcome;
  readonly reason: string | null;
}

/** Ends a rehearsal: everything that was written is taken back. */
class TakenBack extends Error {
  override readonly name = 'TakenBack';
}

/**
 * One act on many tickets, each by its own command: what is refused for one is done for the others. A preview
 * lets the commands themselves act and takes it back, so that it can say nothing else than they will.
 */
@Injectable()
export class BulkActs {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly queries: TicketQueries,
    private readonly assign: AssignTicket,
    private readonly transfer: TransferTicket,
    private readonly remind: RemindHolder,
  ) {}

  /**
   * What would be done with each; nothing is written.
   * @throws Problem `not-found` for an act that is not this person's.
   */
  preview(request: BulkRequest, ctx: CommandContext): Promise<BulkLine[]> {
    return this.each(request, ctx, async (ticket) => {
      try {
        await this.unitOfWork.run(async (transaction) => {
          await this.inside(transaction, request, ticket, { ...ctx, idempotency: null });
          throw new TakenBack();
        });
      } catch (error) {
        if (!(error instanceof TakenBack)) throw error;
      }
      return 'ready';
    });
  }

  /**
   * Does it, a transaction for each. Sent again with the same key what is done stays as it is, and what is not
   * is tried once more.
   * @throws Problem `not-found` for an act that is not this person's.
   */
  run(request: BulkRequest, ctx: CommandContext): Promise<BulkLine[]> {
    return this.each(request, ctx, async (ticket) => {
      await this.idempotency.once(keyOf(request, ticket, ctx), (transaction) =>
        this.inside(transaction, request, ticket, ctx),
      );
      return 'done';
    });
  }

  private async each(
    request: BulkRequest,
    { principal }: CommandContext,
    act: (ticket: TicketReference) => Promise<BulkOutcome>,
  ): Promise<BulkLine[]> {
    if (!bulkActionsOf(principal).includes(request.action)) throw Problem.notFound('Không tìm thấy trang này.');
    const known = await this.queries.items(
      principal,
      request.tickets.map(({ ticketId }) => ticketId).filter((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id)),
    );
    const become = new Map<string, Outcome>();
    for (const ticket of request.tickets)
      become.set(ticket.ticketId, known.has(ticket.ticketId) ? await outcomeOf(() => act(ticket)) : MISSING);
    const done = [...become].flatMap(([id, { outcome }]) => (outcome === 'done' ? [id] : []));
    const now = await this.queries.items(principal, done);
    return request.tickets.map(({ ticketId }) => {
      const before = known.get(ticketId);
      return {
        ticketId,
        code: before?.code ?? null,
        title: before?.title ?? null,
        lead: (now.get(ticketId) ?? before)?.lead?.name ?? null,
        ...(become.get(ticketId) ?? MISSING),
      };
    });
  }

  private inside(
    transaction: Transaction,
    request: BulkRequest,
    ticket: TicketReference,
    ctx: CommandContext,
  ): Promise<object> {
    switch (request.action) {
      case 'assign': {
        const { accountId, words } = request;
        return this.assign.inside(transaction, { ...ticket, accountId, words }, ctx);
      }
      case 'transfer': {
        const { leadAgencyCode, remark } = request;
        return this.transfer.inside(transaction, { ...ticket, leadAgencyCode, remark }, ctx);
      }
      case 'remind_holder':
        return this.remind.inside(transaction, { ...ticket, text: request.text }, ctx);
    }
  }
}

const MISSING = { outcome: 'missing', reason: 'Không tìm thấy phiếu này.' } as const;

type Outcome = Pick<BulkLine, 'outcome' | 'reason'>;

async function outcomeOf(act: () => Promise<BulkOutcome>): Promise<Outcome> {
  try {
    return { outcome: await act(), reason: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.kind === 'not-found') return MISSING;
    const reason = error.fields[0]?.message ?? error.title;
    return { outcome: error.kind === 'stale-version' ? 'changed' : 'refused', reason };
  }
}

/** A key for each ticket, of the key of the whole: the same confirmation acts once on each. */
function keyOf(
  { tickets: _tickets, ...act }: BulkRequest,
  { ticketId }: TicketReference,
  { idempotency }: CommandContext,
): CommandContext['idempotency'] {
  if (idempotency === null) return null;
  const hash = createHash('sha256')
    .update(JSON.stringify([ticketId, act]))
    .digest('hex');
  const key = createHash('sha256').update(`${idempotency.key} ${ticketId}`).digest('hex');
  return { scope: idempotency.scope, key, hash };
}
