import { Injectable } from '@nestjs/common';
import { Attachments, PhotoUploads, type Prepared } from '../../attachments/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, newId } from '../../kernel/index.js';
import { Idempotency, managerOf, UnitOfWork, type Transaction } from '../../platform/database/index.js';
import { authorOf, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { withoutReporter } from '../domain/escrow.js';
import { recordReply } from '../domain/supplement.js';
import type { ReplyChannel } from '../domain/supplement-question.js';
import { storeAhead } from '../photos-ahead.js';
import { loadBeside, readyFor } from '../ticket-loading.js';
import { TicketStore, type CommandResult } from '../ticket-store.js';

const REPLY = {
  field: 'text',
  what: 'Lời bổ sung',
  most: 10_000,
  missing: 'Xin ghi người dân trả lời thế nào.',
} as const;

const OWN_REPLY = { ...REPLY, what: 'Câu trả lời', missing: 'Xin viết câu trả lời của anh chị.' } as const;

export interface RecordReplyInput {
  readonly ticketId: string;
  /** As the person had it before the eyes; null: as it is, for the reporter, who answers the question and not a version. */
  readonly version: number | null;
  /** What the citizen answered. */
  readonly text: string;
  /** How the reporter's own words came; left out for whoever writes down a call. */
  readonly channel?: Exclude<ReplyChannel, 'phone'>;
  readonly photos?: readonly Prepared[];
  /** Photos that were sent ahead: the reply takes them along. */
  readonly uploads?: readonly string[];
}

/**
 * What the citizen answered, by the link, by mail, or written down by the handler or whoever took the call:
 * awaiting_info → in_progress, and the time runs again. The citizen's own name and number are blanked in it: the
 * agency sees the case, not the person.
 */
@Injectable()
export class RecordReply {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly attachments: Attachments,
    private readonly uploads: PhotoUploads,
  ) {}

  /** @throws Problem `invalid-input` without a text or with a photo that is gone, `not-found`, `stale-version`, `conflict`. */
  async execute(input: RecordReplyInput, ctx: CommandContext): Promise<CommandResult> {
    const replyId = newId();
    const owner = { kind: 'reply', id: replyId, ticketId: input.ticketId } as const;
    await storeAhead(
      { unitOfWork: this.unitOfWork, attachments: this.attachments },
      owner,
      input.photos ?? [],
      ctx.principal,
    );
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx, replyId));
  }

  /** The same as part of the caller's unit of work, without `photos`. */
  async inside(
    transaction: Transaction,
    input: RecordReplyInput,
    { principal }: CommandContext,
    replyId: string = newId(),
  ): Promise<CommandResult> {
    const own = principal.kind === 'reporter';
    const { uploads = [] } = input;
    const found = await loadBeside(managerOf(transaction), input.ticketId, { reporter: true });
    const loaded = readyFor(
      found?.loaded ?? null,
      own ? input.version : (input.version ?? 0),
      'record_reply',
      principal,
    );
    const at = this.clock.now();
    // A photo may be the whole answer.
    const typed =
      own && (input.photos ?? []).length + uploads.length > 0 && input.text.trim() === ''
        ? 'Gửi ảnh.'
        : written(input.text, own ? OWN_REPLY : REPLY);
    const text = withoutReporter(typed, found?.reporter ?? null);
    const channel = own ? (input.channel ?? 'link') : 'phone';
    const change = recordReply(loaded, { replyId, text, author: authorOf(principal), channel, at }, this.planner);
    const result = await this.store.write(transaction, loaded, { change, command: 'record_reply', principal, at });
    const owner = { kind: 'reply', id: replyId, ticketId: input.ticketId } as const;
    await this.uploads.claim(transaction, uploads, owner);
    return result;
  }
}
