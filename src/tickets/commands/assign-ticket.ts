import { Injectable } from '@nestjs/common';
import { allows, type Account, type CommandContext, type Principal } from '../../identity/index.js';
import { cleanText, Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { authorOf, requireClear, written } from '../acting.js';
import { assign, assignObstacle, type AssignedBy } from '../domain/assign.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const WORDS = { field: 'words', what: 'Lời dặn', most: 1_000, missing: '' } as const;

export interface AssignTicketInput extends TicketReference {
  /** Somebody of the agency in charge. */
  readonly accountId: string;
  /** What the head says with it. */
  readonly words?: string | null | undefined;
}

/**
 * The ticket gets a handler: the head gives it to somebody of the agency, a handler takes it over, or a rule of
 * the agency names one. The state stays; accepting it is another act.
 */
@Injectable()
export class AssignTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-input` (nobody of the agency), `not-found`, `stale-version`, `conflict`. */
  async execute(input: AssignTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: AssignTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const { accountId } = input;
    const { loaded, person } = await this.store.loadForBeside(
      transaction,
      input,
      { accountId },
      { command: 'assign', principal },
    );
    const how = howBy(principal, accountId);
    requireColleague(person);
    requireClear(assignObstacle(loaded.ticket, accountId, how));
    const words = cleanText(input.words ?? '') === '' ? null : written(input.words ?? '', WORDS);
    const at = this.clock.now();
    const change = assign(loaded, { accountId, how, words, author: authorOf(principal), at });
    return this.store.write(transaction, loaded, { change, command: 'assign', principal, at });
  }
}

/**
 * @param person who was named, when he or she is of the agency in charge.
 * @throws Problem `invalid-input`: people of other agencies look like nobody.
 */
function requireColleague(person: Account | null): void {
  if (person !== null && allows({ kind: 'staff', accountId: person.id, ...person }, 'ticket.accept')) return;
  throw Problem.invalid([{ field: 'accountId', message: 'Xin chọn một người xử lý của đơn vị chủ trì.' }]);
}

/** @throws Problem `conflict`: giving it to others is the head's. */
function howBy(principal: Principal, accountId: string): AssignedBy {
  if (principal.kind !== 'staff') return 'rule';
  if (principal.accountId === accountId && !allows(principal, 'ticket.assign')) return 'takeover';
  if (!allows(principal, 'ticket.assign'))
    throw Problem.conflict('Thủ trưởng đơn vị mới giao phiếu cho người khác; cán bộ chỉ nhận thay về mình.');
  return principal.accountId === accountId ? 'takeover' : 'hand';
}
