import { Injectable } from '@nestjs/common';
import { Attachments } from '../attachments/index.js';
import type { CommandContext } from '../identity/index.js';
import { cleanLine, cleanText, Clock, Problem, type FieldError } from '../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../platform/database/index.js';
import { PublishAnswer, type CommandResult, type PublicText, type PublishAnswerInput } from '../tickets/index.js';
import { PublicationWithdrawalRow } from './moderation-entities.js';
import { SheetKeeper } from './sheet-keeper.js';
import { activeWithdrawal } from './source.js';
import { accountOf } from './withdrawals.js';

const MAX_TITLE = 200;
const MAX_QUESTION = 20_000;

/** What becomes of a copy that was taken off when another answer passes the gate. */
export type WithdrawnCopy = 'put_back' | 'stays_off';

const UNDECIDED =
  'Bản công khai đã gỡ từ trước. Xin chọn: công khai lại cùng câu trả lời này, hay chỉ gửi người dân và vẫn gỡ.';

export interface PublishTicketInput extends PublishAnswerInput {
  /** Needed when the copy is off: nobody puts back what was taken off without having seen that it was. */
  readonly withdrawnCopy?: WithdrawnCopy | undefined;
  /** Photos of the answer that everybody may see: each was looked at. */
  readonly evidenceIds?: readonly string[] | undefined;
}

/**
 * The gate with the text that goes out: the answer is let through, and what the coordinator confirmed of text and
 * photos is kept in the same unit of work. The copy for the public is made from it as soon as the event is handed out.
 */
@Injectable()
export class PublishTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly publishAnswer: PublishAnswer,
    private readonly attachments: Attachments,
    private readonly sheets: SheetKeeper,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-input` (empty or too long text, a missing reason, not decided what becomes of a copy that is off), and what PublishAnswer throws. */
  async execute(input: PublishTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const publicText = input.publicText ? checked(input.publicText) : null;
    const confirms = publicText !== null || (input.evidenceIds ?? []).length > 0;
    const sheetRevision = confirms ? (input.sheetRevision ?? 0) : undefined;
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const putsBack = () => this.putsBack(transaction, input, ctx);
      const result = await this.publishAnswer.inside(
        transaction,
        { ...input, publicText, sheetRevision },
        ctx,
        putsBack,
      );
      if (result.state === 'published') await this.showPhotos(transaction, input.ticketId, input.evidenceIds ?? []);
      return result;
    });
  }

  /** Ends the withdrawal of the copy, where that was chosen. @throws Problem `invalid-input` when nobody has. */
  private async putsBack(
    transaction: Transaction,
    { ticketId, withdrawnCopy }: PublishTicketInput,
    { principal }: CommandContext,
  ): Promise<string | null> {
    const manager = managerOf(transaction);
    const off = await activeWithdrawal(manager, ticketId);
    if (off === null || withdrawnCopy === 'stays_off') return null;
    if (withdrawnCopy === undefined) throw Problem.invalid([{ field: 'withdrawnCopy', message: UNDECIDED }]);
    const { id } = off;
    const by = { restoredAt: this.clock.now(), restoredByAccountId: accountOf(principal) };
    await manager.update(PublicationWithdrawalRow, { id }, by);
    return id;
  }

  /** @throws Problem `invalid-input` for a file that is not the answer's. */
  private async showPhotos(transaction: Transaction, ticketId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const shown = await this.attachments.makePublic(transaction, ticketId, 'answer', ids);
    await this.sheets.showCopies(transaction, ids);
    if (shown !== new Set(ids).size)
      throw Problem.invalid([{ field: 'evidence', message: 'Có ảnh không còn ở câu trả lời này. Xin tải lại trang.' }]);
  }
}

function checked(text: PublicText): PublicText {
  const title = cleanLine(text.title);
  const question = cleanText(text.question);
  const errors: FieldError[] = [];
  if (title === '') errors.push({ field: 'publicTitle', message: 'Xin ghi tiêu đề sẽ công khai.' });
  if (title.length > MAX_TITLE) errors.push({ field: 'publicTitle', message: `Tiêu đề dài quá ${MAX_TITLE} ký tự.` });
  if (question === '') errors.push({ field: 'publicQuestion', message: 'Xin ghi nội dung phản ánh sẽ công khai.' });
  if (question.length > MAX_QUESTION) {
    errors.push({
      field: 'publicQuestion',
      message: `Nội dung dài quá ${MAX_QUESTION.toLocaleString('vi-VN')} ký tự.`,
    });
  }
  if (errors.length > 0) throw Problem.invalid(errors);
  return { title, question };
}
