import { Injectable } from '@nestjs/common';
import { allows, type CommandContext, type Principal } from '../../../identity/index.js';
import { formatDay } from '../../../kernel/index.js';
import { formatNearVi } from '../../../sla/index.js';
import {
  ApologyLetters,
  OPEN_STATES,
  SendApology,
  TicketQueries,
  type ApologyDraft,
  type ApologyInput,
  type TicketReference,
} from '../../../tickets/index.js';
import { field, type FormField, type FormState } from '../../form-field.js';
import { DeskPart, type Offered, type Section, type SectionFacts } from '../desk-part.js';
import type { Values } from '../desk-steps.js';
import { formStep } from '../form-step.js';
import { formOf, may, type Made, type StepFacts } from '../step.js';

const FIELDS = {
  opening: 'letterOpening',
  reason: 'letterReason',
  remedy: 'letterRemedy',
  contact: 'letterContact',
  number: 'letterNumber',
} as const;

/** The letter that is owed because an answer was late: written, looked at, signed; and once it has gone out. */
@Injectable()
export class ApologyPart extends DeskPart {
  readonly steps = {
    apology: {
      done: 'Đã ký và gửi thư xin lỗi.',
      kind: 'apology',
      fields: FIELDS,
      words: {
        letterOpening: 'Lời mở đầu thư xin lỗi',
        letterReason: 'Lý do chậm',
        letterRemedy: 'Cách khắc phục',
        letterContact: 'Liên hệ',
      },
    },
  };

  constructor(
    private readonly letters: ApologyLetters,
    private readonly send: SendApology,
    private readonly queries: TicketQueries,
  ) {
    super();
  }

  override async offer(facts: StepFacts): Promise<Offered> {
    if (!may(facts, 'send_apology')) return {};
    const step = apologyStep(facts, await this.letters.draft(facts.principal, facts.detail.id));
    // While the ticket is open it is owed beside the answer, not instead of it.
    return OPEN_STATES.includes(facts.detail.state) ? { beside: [step] } : { first: [step] };
  }

  override async sections({ principal, detail, now }: SectionFacts): Promise<readonly Section[]> {
    const { apology } = detail;
    if (apology === null || apology.sentAt === null) return [];
    const [letter, call] = await Promise.all([this.letters.copy(detail.id), this.toCall(principal, detail.id)]);
    const by = apology.signedByName === null ? '' : `, ${apology.signedByName} ký`;
    const committed = apology.committedOn === null ? '' : ` Cam kết xong ${formatDay(apology.committedOn)}.`;
    return [
      {
        place: 'below',
        partial: 'console/partials/section-letter',
        by: `${apology.agency.name}${by}, ${formatNearVi(apology.sentAt, now)}.${committed}`,
        reference: letter?.reference ?? null,
        text: apology.text ?? '',
        pdfHref: letter === null ? null : `/phieu/${detail.id}/thu-xin-loi.pdf`,
        docxHref: letter === null ? null : `/phieu/${detail.id}/thu-xin-loi.docx`,
        call,
      },
    ];
  }

  async run(_step: string, reference: TicketReference, values: Values, ctx: CommandContext): Promise<void> {
    await this.send.execute({ ...reference, ...apologyOf(values) }, ctx);
  }

  /** Whoever has no e-mail hears of the letter by telephone, from those who know the number. */
  private async toCall(principal: Principal, ticketId: string): Promise<boolean> {
    if (!allows(principal, 'reporter.read')) return false;
    const reporter = await this.queries.reporter(principal, ticketId);
    return !reporter.hidden && !reporter.anonymous && reporter.email === null && reporter.phone !== null;
  }
}

/** The letter as the form has it; also for the preview, which sends the same fields. */
export function apologyOf(values: Values): ApologyInput {
  const value = (name: string): string => values[name] ?? '';
  const as = value('signedAs');
  return {
    opening: value(FIELDS.opening),
    reason: value(FIELDS.reason),
    remedy: value(FIELDS.remedy),
    committedOn: value('committedOn'),
    contact: value(FIELDS.contact),
    signedAs: as === 'deputy' || as === 'by_order' ? as : 'head',
    signerTitle: value('signerTitle'),
    number: value(FIELDS.number),
  };
}

function apologyStep(facts: StepFacts, draft: ApologyDraft): Made {
  const form = formOf(facts, 'apology');
  const { detail, now } = facts;
  const isOpen = OPEN_STATES.includes(detail.state);
  const clock = detail.clocks.find(({ kind, stoppedAt }) => kind === 'apology' && stoppedAt === null);
  const due = clock ? formatNearVi(clock.dueAt, now) : '';
  const until = clock ? (clock.late ? `Hạn gửi ${due} đã qua, xin gửi ngay. ` : `Gửi trước ${due}. `) : '';
  const made = formStep(facts, 'apology', 'apology', {
    group: 'citizen',
    title: isOpen ? 'Thư xin lỗi phải gửi…' : 'gửi thư xin lỗi',
    icon: 'mail',
    folded: isOpen,
    intro: `${until}Người gửi nhận nguyên văn thư này, có số và ngày, dưới tên người ký. Xin điền những chỗ trong ngoặc vuông.`,
    fields: fieldsOf(form, draft),
    button: 'Ký và gửi thư',
  });
  return {
    ...made,
    form: false,
    partial: 'console/partials/next-apology',
    previewPdf: `/phieu/${detail.id}/thu-xin-loi/xem-truoc.pdf`,
    previewDocx: `/phieu/${detail.id}/thu-xin-loi/xem-truoc.docx`,
  };
}

function fieldsOf(form: FormState, draft: ApologyDraft): FormField[] {
  const chosen = form.values['signedAs'] ?? draft.signatures[0]?.signedAs;
  return [
    field(form, FIELDS.opening, 'Mở đầu', draft.opening, { kind: 'area', rows: 6 }),
    field(form, FIELDS.reason, 'Lý do chậm', draft.reason, { kind: 'area', rows: 3 }),
    field(form, FIELDS.remedy, 'Cách khắc phục', draft.remedy, { kind: 'area', rows: 3 }),
    field(form, 'committedOn', 'Cam kết xong ngày', draft.committedOn, { kind: 'date' }),
    field(form, FIELDS.contact, 'Liên hệ', draft.contact, { hint: 'Phòng, người phụ trách, điện thoại giờ làm việc.' }),
    field(form, 'signedAs', 'Ký', '', {
      kind: 'select',
      options: draft.signatures.map(({ signedAs, lines }) => ({
        value: signedAs,
        label: lines.join(' / '),
        selected: signedAs === chosen,
        subject: false,
      })),
    }),
    field(form, 'signerTitle', 'Chức vụ người ký', '', {
      required: false,
      hint: 'Chỉ ghi khi ký thay với chức vụ khác, hoặc ký thừa lệnh.',
    }),
    field(form, FIELDS.number, 'Số văn bản', '', {
      required: false,
      hint: `Bỏ trống thì lấy số kế tiếp, ký hiệu ${draft.symbol}. Đã lấy số ở hệ thống quản lý văn bản thì ghi vào đây.`,
    }),
  ];
}
