import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { cleanText, Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, requireClear } from '../acting.js';
import { sharedObstacle } from '../domain/shared-ticket.js';
import { guide } from '../domain/guide.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const MAX_GUIDANCE = 10_000;

export interface GuideElsewhereInput extends TicketReference {
  readonly kind: 'complaint' | 'denunciation';
  /** Where it goes and what is needed there; the citizen gets it. */
  readonly text: string;
}

/** A complaint or denunciation: the citizen is told where it is received, and the ticket ends → guided_elsewhere. */
@Injectable()
export class GuideElsewhere {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `invalid-input` without text, `not-found`, `stale-version`, `conflict`. */
  async execute(input: GuideElsewhereInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: GuideElsewhereInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'guide_elsewhere', principal);
    requireClear(sharedObstacle(loaded));
    const text = cleanText(input.text);
    if (text === '') throw Problem.invalid([{ field: 'text', message: 'Xin ghi nơi nhận và cần mang theo gì.' }]);
    if (text.length > MAX_GUIDANCE)
      throw Problem.invalid([{ field: 'text', message: 'Bài hướng dẫn dài quá; xin viết gọn lại.' }]);
    const at = this.clock.now();
    const change = guide(loaded, {
      kind: input.kind,
      text,
      actor: actorOf(principal),
      at,
      centreAgencyCode: this.directory.keeperOf(loaded.ticket.subjectAgencyCode),
    });
    return this.store.write(transaction, loaded, { change, command: 'guide_elsewhere', principal, at });
  }
}
