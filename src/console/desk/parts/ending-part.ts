import { Injectable } from '@nestjs/common';
import { allows, type CommandContext } from '../../../identity/index.js';
import { formatNearVi } from '../../../sla/index.js';
import { SCORE_LABELS, Surveys, type Score } from '../../../surveys/index.js';
import {
  CENTRE_GROUNDS,
  MergedTickets,
  REJECTION_WAYS,
  REJECTION_WORDS,
  RejectTicket,
  REOPEN_GROUNDS,
  ReopenTicket,
  WithdrawTicket,
  type TicketReference,
  type Together,
} from '../../../tickets/index.js';
import { field, type FormState } from '../../form-field.js';
import { DeskPart, type Offered, type Section, type SectionFacts } from '../desk-part.js';
import type { Values } from '../desk-steps.js';
import { formStep } from '../form-step.js';
import { formOf, may, whyNot, type Made, type StepFacts } from '../step.js';
import { groundOptions } from './lead-part.js';
import { typedCodes } from './merging-part.js';

const LOOKS: Readonly<Record<Score, { readonly tone: string; readonly face: string }>> = {
  very_satisfied: { tone: 'ok', face: 'laugh' },
  satisfied: { tone: 'ok', face: 'smile' },
  unsatisfied: { tone: 'late', face: 'frown' },
};

/** Who is not named: the reporter of a ticket that was merged into it. */
const ANOTHER = 'Người cùng báo, ';

/** How a ticket ends without an answer, and how it begins again; what the citizen thinks of the answer. */
@Injectable()
export class EndingPart extends DeskPart {
  readonly steps = {
    'reject-ticket': {
      done: 'Đã từ chối tiếp nhận. Người gửi nhận được lý do và hướng dẫn.',
      kind: 'reject-ticket',
      fields: { ground: 'rejectGround', text: 'rejectText', apart: 'rejectApart' },
      words: { rejectText: 'Lời gửi người dân' },
    },
    'withdraw-ticket': {
      done: 'Đã ghi người gửi rút phản ánh.',
      kind: 'withdraw-ticket',
      fields: { words: 'withdrawWords' },
      words: { withdrawWords: 'Vì sao rút' },
    },
    'reopen-ticket': {
      done: 'Đã mở lại phiếu, có đồng hồ mới. Câu trả lời trước vẫn hiện.',
      kind: 'reopen-ticket',
      fields: { ground: 'reopenGround', words: 'reopenWords' },
      words: { reopenWords: 'Vì sao mở lại' },
    },
  };

  constructor(
    private readonly reject: RejectTicket,
    private readonly withdraw: WithdrawTicket,
    private readonly reopen: ReopenTicket,
    private readonly surveys: Surveys,
    private readonly merged: MergedTickets,
  ) {
    super();
  }

  override async offer(facts: StepFacts): Promise<Offered> {
    const late = facts.detail.state === 'received' && whyNot(facts, 'reject') !== null;
    const rejects = may(facts, 'reject');
    const together = rejects ? await this.merged.around(facts.principal, facts.detail.id) : null;
    return {
      beside: [
        ...(rejects || late ? [rejectStep(facts, together)] : []),
        ...(may(facts, 'withdraw') ? [withdrawStep(facts)] : []),
        ...(may(facts, 'reopen') ? [reopenStep(facts)] : []),
      ],
    };
  }

  override async sections({ principal, detail, now }: SectionFacts): Promise<readonly Section[]> {
    const said = await this.surveys.of(detail.id);
    // Whoever takes calls has the number before the eyes, whatever else the page says.
    const emergency =
      detail.boundary === 'emergency' && (allows(principal, 'contact.record') || allows(principal, 'ticket.classify'));
    return [
      ...(emergency ? [{ place: 'above' as const, partial: 'console/partials/section-emergency' }] : []),
      ...(said.length === 0
        ? []
        : [
            {
              place: 'below' as const,
              partial: 'console/partials/section-rating',
              ratings: said.map(({ ticketId, score, reason, changedAt }) => ({
                ...LOOKS[score],
                score: SCORE_LABELS[score],
                reason,
                who: ticketId === detail.id ? null : ANOTHER,
                when: formatNearVi(changedAt, now),
              })),
            },
          ]),
    ];
  }

  async run(step: string, reference: TicketReference, values: Values, ctx: CommandContext): Promise<void> {
    const value = (name: string): string => values[name] ?? '';
    switch (step) {
      case 'reject-ticket':
        await this.reject.execute(
          {
            ...reference,
            ground: value('rejectGround'),
            text: value('rejectText'),
            apart: typedCodes(value('rejectApart')).map(({ code }) => code),
          },
          ctx,
        );
        return;
      case 'withdraw-ticket':
        await this.withdraw.execute({ ...reference, words: value('withdrawWords') }, ctx);
        return;
      case 'reopen-ticket':
        await this.reopen.execute({ ...reference, ground: value('reopenGround'), words: value('reopenWords') }, ctx);
        return;
      default:
        throw new Error(`The part has no form ${step}.`);
    }
  }
}

/** How many a refusal is for, before it is made; and the way to keep another matter out of it. */
function sharedWith(together: Together | null, form: FormState) {
  if (together === null || together.reporters === 1) return { intro: '', fields: [] };
  const { merged, reporters } = together;
  const codes = merged.map(({ code }) => code).join(', ');
  const more = reporters - 1 - merged.length;
  return {
    intro: ` Phiếu này đứng chung cho ${reporters} người báo: từ chối là từ chối cả ${reporters}, ai cũng nhận lời này. Đã gộp: ${codes}${more > 0 ? ` và ${more} phiếu khác` : ''}.`,
    fields: [
      field(form, 'rejectApart', 'Không từ chối, tách ra', '', {
        required: false,
        hint: 'Phiếu nào là việc khác thì ghi mã vào đây, cách nhau dấu phẩy: phiếu ấy được tách ra, giải quyết riêng.',
      }),
    ],
  };
}

function rejectStep(facts: StepFacts, together: Together | null): Made {
  const form = formOf(facts, 'reject-ticket');
  const shared = sharedWith(together, form);
  const made = formStep(facts, 'reject-ticket', 'reject-ticket', {
    group: 'citizen',
    title: 'Từ chối tiếp nhận…',
    icon: 'eye-off',
    folded: true,
    blocked: may(facts, 'reject') ? null : whyNot(facts, 'reject'),
    intro: `Người gửi nhận lý do cùng lời hướng dẫn này. Phiếu dừng ở đây, không công khai, được lưu để kiểm tra.${shared.intro}`,
    fields: [
      field(form, 'rejectGround', 'Lý do', '', {
        kind: 'select',
        options: groundOptions(form, 'rejectGround', REJECTION_WORDS),
      }),
      field(form, 'rejectText', 'Lời gửi người dân: vì sao, nên làm gì tiếp', '', { kind: 'area', rows: 6 }),
      ...shared.fields,
    ],
    button: 'Từ chối và gửi lời hướng dẫn',
  });
  const texts = Object.entries(REJECTION_WORDS).map(([ground, label]) => ({
    ground,
    label: label.charAt(0).toUpperCase() + label.slice(1),
    text: REJECTION_WAYS[ground as keyof typeof REJECTION_WAYS],
  }));
  return { ...made, form: false, partial: 'console/partials/next-reject', texts };
}

function withdrawStep(facts: StepFacts): Made {
  const form = formOf(facts, 'withdraw-ticket');
  return formStep(facts, 'withdraw-ticket', 'withdraw-ticket', {
    group: 'citizen',
    title: 'Người gửi rút phản ánh…',
    icon: 'corner-up-left',
    folded: true,
    intro: 'Ghi khi chính người gửi gọi để rút. Phiếu dừng lại; trong 15 ngày người gửi mở lại được.',
    fields: [field(form, 'withdrawWords', 'Vì sao rút', '', { kind: 'area', rows: 2, required: false })],
    button: 'Ghi rút phản ánh',
  });
}

function reopenStep(facts: StepFacts): Made {
  const form = formOf(facts, 'reopen-ticket');
  const grounds = Object.fromEntries(CENTRE_GROUNDS.map((ground) => [ground, REOPEN_GROUNDS[ground]]));
  return formStep(facts, 'reopen-ticket', 'reopen-ticket', {
    group: 'citizen',
    title: 'Mở lại…',
    icon: 'rotate-ccw',
    folded: true,
    intro:
      'Phiếu đã trả lời thì lên cấp trên của đơn vị đã trả lời, với đồng hồ mới; câu trả lời trước vẫn hiện. Phiếu đã rút về đơn vị đang giữ lúc rút.',
    fields: [
      field(form, 'reopenGround', 'Lý do', '', {
        kind: 'select',
        options: groundOptions(form, 'reopenGround', grounds),
      }),
      field(form, 'reopenWords', 'Vì sao cần xem lại', '', { kind: 'area', rows: 3 }),
    ],
    button: 'Mở lại phiếu',
  });
}
