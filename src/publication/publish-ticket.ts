import { Injectable } from '@nestjs/common';
import { Attachments } from '../attachments/index.js';
import { allows, type CommandContext, type Principal } from '../identity/index.js';
import { cleanLine, cleanText, Clock, Problem, type FieldError } from '../kernel/index.js';
import { Idempotency, managerOf, Reader, type Transaction } from '../platform/database/index.js';
import {
  AnswerQueries,
  PublishAnswer,
  TicketAnswerRow,
  TicketRow,
  type AnswerHint,
  type CommandResult,
  type PublishAnswerInput,
} from '../tickets/index.js';
import { titleOf } from './domain/published-item.js';
import { redact } from './domain/redact.js';
import { toMarked } from './domain/segments.js';
import { ConfirmedTextRow } from './entities.js';
import { Projections } from './projections.js';

const MAX_TITLE = 200;
const MAX_QUESTION = 20_000;

/** Title and question as the public will read them; hidden places as «[đã ẩn: số điện thoại]». */
export interface PublicText {
  readonly title: string;
  readonly question: string;
}

export interface PublishTicketInput extends PublishAnswerInput {
  /** What the coordinator has read and let pass; null: the automatic pass alone. */
  readonly publicText?: PublicText | null | undefined;
  /** Photos of the answer that everybody may see: each was looked at. */
  readonly evidenceIds?: readonly string[] | undefined;
}

/**
 * The gate with the text that goes out: the answer is let through, the coordinator's text kept and the
 * copy for the public frozen in one unit of work, so that the page shows exactly what was confirmed.
 */
@Injectable()
export class PublishTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly publishAnswer: PublishAnswer,
    private readonly projections: Projections,
    private readonly clock: Clock,
    private readonly reader: Reader,
    private readonly answers: AnswerQueries,
    private readonly attachments: Attachments,
  ) {}

  /** @throws Problem `invalid-input` (empty or too long text, a missing reason), and what PublishAnswer throws. */
  async execute(input: PublishTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const text = input.publicText ? checked(input.publicText) : null;
    const hints = input.hints ?? (await this.hintsOf(input.ticketId, ctx.principal));
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const result = await this.publishAnswer.inside(transaction, { ...input, hints }, ctx);
      if (result.state === 'published') {
        if (text !== null) await this.keep(transaction, input.ticketId, text, ctx.principal);
        await this.showPhotos(transaction, input.ticketId, input.evidenceIds ?? []);
        await this.projections.project(transaction, input.ticketId);
      }
      return result;
    });
  }

  /** What the coordinator was shown about the answer is kept with the decision. */
  private async hintsOf(ticketId: string, principal: Principal): Promise<AnswerHint[]> {
    if (!allows(principal, 'ticket.publish')) return [];
    const answer = await this.reader.manager.findOne(TicketAnswerRow, {
      where: { ticketId, status: 'approved' },
      order: { number: 'DESC' },
    });
    return answer === null ? [] : this.answers.hints(ticketId, answer);
  }

  /** @throws Problem `invalid-input` for a file that is not the answer's. */
  private async showPhotos(transaction: Transaction, ticketId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const shown = await this.attachments.makePublic(transaction, ticketId, 'answer', ids);
    if (shown !== new Set(ids).size)
      throw Problem.invalid([{ field: 'evidence', message: 'Có ảnh không còn ở câu trả lời này. Xin tải lại trang.' }]);
  }

  private async keep(
    transaction: Transaction,
    ticketId: string,
    text: PublicText,
    principal: Principal,
  ): Promise<void> {
    const manager = managerOf(transaction);
    const answer = await manager.findOneOrFail(TicketAnswerRow, {
      where: { ticketId, status: 'published' },
      order: { number: 'DESC' },
    });
    await manager.insert(ConfirmedTextRow, {
      ...text,
      answerId: answer.id,
      ticketId,
      accountId: principal.kind === 'staff' ? principal.accountId : '',
      confirmedAt: this.clock.now(),
    });
  }
}

/** What the automatic pass proposes, for the coordinator to read before publishing. */
@Injectable()
export class PublicTextDraft {
  constructor(private readonly reader: Reader) {}

  /** @throws Problem `not-found`, also for whoever may not publish. */
  async of(ticketId: string, principal: Principal): Promise<PublicText> {
    const ticket = allows(principal, 'ticket.publish')
      ? await this.reader.manager.findOneBy(TicketRow, { id: ticketId })
      : null;
    if (ticket === null) throw Problem.notFound('Không tìm thấy phiếu này.');
    return {
      title: toMarked(redact(ticket.title ?? titleOf(ticket.words))),
      question: toMarked(redact(ticket.words)),
    };
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
