import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { cleanText, Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, deputyIdOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { decideExtension, grantObstacle, NO_REQUEST, type ExtensionFacts } from '../domain/extension-moves.js';
import { pendingExtension } from '../domain/extension.js';
import { ownRequestObstacle } from '../domain/four-eyes.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const WORDS = {
  field: 'words',
  what: 'Lời quyết định',
  most: 2_000,
  missing: 'Xin ghi vì sao không đồng ý, để người xin biết mà làm tiếp.',
} as const;

export interface DecideExtensionInput extends TicketReference {
  readonly approve: boolean;
  /** Needed for a refusal. */
  readonly words?: string | null | undefined;
}

/** The head grants or refuses more time. Granted, both clocks of the answer move, and the citizen is told. */
@Injectable()
export class DecideExtension {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** @throws Problem `invalid-input` (a refusal without words), `not-found`, `stale-version`, `conflict` (nothing asked, a deputy's own request, the deadline has passed). */
  async execute(input: DecideExtensionInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: DecideExtensionInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'decide_extension', principal);
    const at = this.clock.now();
    const facts: ExtensionFacts = { ...loaded, at, planner: this.planner };
    const pending = pendingExtension(loaded.extensions);
    if (pending === null) throw Problem.conflict(NO_REQUEST);
    requireClear(ownRequestObstacle(pending, deputyIdOf(principal)));
    if (input.approve) requireClear(grantObstacle(facts, pending));
    const typed = input.words ?? '';
    const words = input.approve && cleanText(typed) === '' ? null : written(typed, WORDS);
    const decision = { pending, grant: input.approve, words, actor: actorOf(principal) };
    const change = decideExtension(facts, decision);
    return this.store.write(transaction, loaded, { change, command: 'decide_extension', principal, at });
  }
}
