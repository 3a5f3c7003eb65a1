import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { cleanText, Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { decideGate, type GateCheck, type GateChecks } from '../domain/answer-gate.js';
import { pass } from '../domain/answer-moves.js';
import type { Answer, PublicText, Ticket, Visibility } from '../domain/ticket.js';
import { TicketCategories } from '../ticket-categories.js';
import { answerOf, TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const MAX_REASON = 1_000;
const PRIVATE_BY_CATEGORY = 'Loại việc này không công khai; câu trả lời được gửi riêng cho người phản ánh.';

export interface PublishAnswerInput extends TicketReference {
  /** null: as the ticket is (private for a private category, else public). */
  readonly visibility?: Visibility | null | undefined;
  /** Why it is not published; needed when the ticket would be public. */
  readonly privateReason?: string | null | undefined;
  /** What the coordinator looked at: each check `passed` or `not_applicable`. */
  readonly checks?: Readonly<Partial<Record<GateCheck, string | null | undefined>>> | undefined;
  /** What the coordinator has read and let pass; null: the automatic pass alone. */
  readonly publicText?: PublicText | null | undefined;
  /**
   * The revision of the redaction sheet that text and photos were confirmed from; left out, nothing is confirmed here
   * and what stands on the sheet goes out.
   */
  readonly sheetRevision?: number | undefined;
}

/**
 * A coordinator lets the answer through the gate: awaiting_publication → published, or → resolved_private
 * with a reason. From here on the citizen has the answer.
 */
@Injectable()
export class PublishAnswer {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly categories: TicketCategories,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** @throws Problem `invalid-input` (a check not decided, no reason for keeping it private, or not to be published), `not-found`, `stale-version` (also when the redaction sheet was kept since), `conflict`. */
  async execute(input: PublishAnswerInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /**
   * The same as part of the caller's unit of work: what is published is frozen in the same transaction.
   * @param putsBack asked of a ticket that was public before: the withdrawal of its copy that ends with this answer;
   *   null: there is none, or it goes on.
   */
  async inside(
    transaction: Transaction,
    input: PublishAnswerInput,
    ctx: CommandContext,
    putsBack: () => Promise<string | null> = () => Promise.resolve(null),
  ): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'publish', principal);
    const answer = answerOf(loaded, 'approved');
    const privateReason = privateReasonOf(loaded.ticket, input);
    if (privateReason === null) requireSheet(answer, input.sheetRevision);
    const checks = this.decided(loaded.ticket, answer, input);
    const at = this.clock.now();
    const change = pass(loaded, answer, {
      privateReason,
      actor: actorOf(principal),
      checks,
      publicText: input.publicText ?? null,
      putsBack: privateReason === null && loaded.ticket.publishedAt !== null ? await putsBack() : null,
      at,
      planner: this.planner,
    });
    return this.store.write(transaction, loaded, { change, command: 'publish', principal, at });
  }

  /** @throws Problem `invalid-input` beside each check that is not decided. */
  private decided(ticket: Ticket, answer: Answer, { checks = {} }: PublishAnswerInput): GateChecks {
    const decided = decideGate(checks, {
      needed: this.categories.evidence(ticket.categoryCode),
      waived: answer.evidenceWaiver !== null,
    });
    if ('errors' in decided) throw Problem.invalid(decided.errors, 'Còn điều chưa xem trước khi gửi người dân.');
    return decided.checks;
  }
}

/** A page that was open before a colleague hid something would bring it back. @throws Problem `stale-version` */
function requireSheet({ sheetRevision }: Answer, seen: number | undefined): void {
  if (seen === undefined || seen === sheetRevision) return;
  throw new Problem(
    'stale-version',
    'Đồng nghiệp vừa che thông tin ở trang kiểm duyệt. Tiêu đề, lời người dân và ảnh bên dưới là bản mới; xin xem lại rồi gửi.',
  );
}

function privateReasonOf(ticket: Ticket, input: PublishAnswerInput): string | null {
  const visibility = input.visibility ?? ticket.visibility;
  if (visibility === 'public') {
    if (ticket.visibility === 'public') return null;
    throw Problem.invalid([
      { field: 'visibility', message: 'Loại việc này không công khai. Câu trả lời chỉ gửi cho người phản ánh.' },
    ]);
  }
  const reason = cleanText(input.privateReason ?? '');
  if (reason.length > MAX_REASON) {
    throw Problem.invalid([
      {
        field: 'privateReason',
        message: `Lý do dài quá ${MAX_REASON.toLocaleString('vi-VN')} ký tự; xin viết gọn lại.`,
      },
    ]);
  }
  if (reason !== '') return reason;
  if (ticket.visibility === 'private') return PRIVATE_BY_CATEGORY;
  throw Problem.invalid([{ field: 'privateReason', message: 'Xin ghi vì sao không công khai câu trả lời này.' }]);
}
