import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { cleanLine, Clock, Problem, type FieldError } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { actorOf, written } from '../acting.js';
import { correct, type Corrected } from '../domain/correct.js';
import { withoutReporter } from '../domain/escrow.js';
import type { Ticket } from '../domain/ticket.js';
import { TicketCorrectionRow } from '../entities.js';
import { titleOf } from '../queries/ticket-presenter.js';
import { TicketCategories } from '../ticket-categories.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { together } from '../together.js';

const WHY = {
  field: 'remark',
  what: 'Lý do sửa',
  most: 1_000,
  missing: 'Xin ghi vì sao sửa.',
} as const;
const WORDS = { field: 'words', what: 'Lời phản ánh', most: 10_000, missing: 'Lời phản ánh không để trống.' } as const;
const MAX_TITLE = 200;
const MAX_PLACE = 300;

/** A field left out stays as it is; '' or null takes away what stood there. */
export interface CorrectTicketInput extends TicketReference {
  readonly title?: string | null | undefined;
  readonly words?: string | undefined;
  readonly placeText?: string | null | undefined;
  readonly wardCode?: string | null | undefined;
  readonly point?: { readonly lat: number; readonly lng: number } | null | undefined;
  readonly subjectAgencyCode?: string | null | undefined;
  /** Why; kept with every field. */
  readonly remark: string;
}

/**
 * A coordinator puts right what the ticket says (place, ward, point, whom it is about, title, wording). It stays
 * with whoever has it; what stood there before is kept field by field. Where the category never goes to the agency
 * complained about, that one's part in it ends.
 */
@Injectable()
export class CorrectTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly directory: Directory,
    private readonly categories: TicketCategories,
  ) {}

  /** @throws Problem `invalid-input` (unknown ward or agency, nothing changed, no reason), `not-found`, `stale-version`, `conflict`. */
  async execute(input: CorrectTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: CorrectTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const beside = { reporter: input.words !== undefined };
    const { loaded, reporter } = await this.store.loadForBeside(transaction, input, beside, {
      command: 'correct',
      principal,
    });
    const at = this.clock.now();
    const { words, rest, why } = together({
      words: () => (input.words === undefined ? undefined : withoutReporter(written(input.words, WORDS), reporter)),
      rest: () => this.checked(loaded.ticket, input),
      why: () => written(input.remark, WHY),
    });
    const fields: Corrected = { ...rest, ...(words === undefined ? {} : { words }) };
    const made = correct(loaded, {
      fields,
      why,
      actor: actorOf(principal),
      at,
      isAccused: this.accusedIn(loaded.ticket, fields.subject ?? null),
    });
    if (made === null) throw Problem.invalid([{ field: 'title', message: 'Chưa sửa gì: mọi nội dung vẫn như cũ.' }]);
    const result = await this.store.write(transaction, loaded, {
      change: made.change,
      command: 'correct',
      principal,
      at,
    });
    await managerOf(transaction).insert(TicketCorrectionRow, [...made.corrections]);
    return result;
  }

  private checked(ticket: Ticket, input: CorrectTicketInput): Corrected {
    const { placeText, wardCode, point, subjectAgencyCode } = input;
    // What a page shows for a title of its own is no title yet.
    const title = input.title === titleOf(ticket) ? undefined : input.title;
    const errors: FieldError[] = [];
    const wrong = (field: string, message: string): void => void errors.push({ field, message });
    const line = (field: string, text: string | null, most: number): string | null => {
      const clean = cleanLine(text ?? '');
      if (clean.length > most) wrong(field, `Xin viết gọn trong ${most} ký tự.`);
      return clean === '' ? null : clean;
    };
    const ward = wardCode === '' ? null : wardCode;
    if (ward && this.directory.unit(ward) === null)
      wrong('wardCode', 'Không có phường, xã này; xin chọn lại trong danh sách.');
    const subject = subjectAgencyCode === '' ? null : subjectAgencyCode;
    if (subject) this.checkSubject(ticket, subject, wrong);
    if (point && !(Math.abs(point.lat) <= 90 && Math.abs(point.lng) <= 180))
      wrong('point', 'Điểm trên bản đồ gồm vĩ độ và kinh độ, ví dụ 10.95740, 106.84270.');
    const fields: Corrected = {
      ...(title === undefined ? {} : { title: line('title', title, MAX_TITLE) }),
      ...(placeText === undefined ? {} : { place: line('placeText', placeText, MAX_PLACE) }),
      ...(ward === undefined ? {} : { ward }),
      ...(point === undefined ? {} : { point }),
      ...(subject === undefined ? {} : { subject }),
    };
    if (errors.length > 0) throw Problem.invalid(errors);
    return fields;
  }

  /** Who is told nothing of the ticket once it is about `subject`; null where the category asks no such thing. */
  private accusedIn({ categoryCode }: Ticket, subject: string | null): ((code: string) => boolean) | null {
    const never = categoryCode !== null && this.categories.neverToSubject(categoryCode);
    return never && subject !== null ? (code) => this.directory.isKin(code, subject) : null;
  }

  private checkSubject(ticket: Ticket, subject: string, wrong: (field: string, message: string) => void): void {
    if (this.directory.agency(subject) === null) {
      wrong('subjectAgencyCode', 'Không có cơ quan này; xin chọn lại trong danh sách.');
      return;
    }
    const { categoryCode, leadAgencyCode, subjectAgencyCode } = ticket;
    const never = categoryCode !== null && this.categories.neverToSubject(categoryCode);
    const judges = leadAgencyCode !== null && this.directory.isKin(leadAgencyCode, subject);
    if (subject !== subjectAgencyCode && judges && never) {
      const message =
        'Loại việc này không giao cho chính cơ quan bị phản ánh, mà phiếu đang ở cơ quan đó. Xin chuyển đơn vị khác trước, rồi sửa.';
      wrong('subjectAgencyCode', message);
    }
  }
}
