import { Injectable } from '@nestjs/common';
import { Directory } from '../../../agencies/index.js';
import type { CommandContext } from '../../../identity/index.js';
import { lengthVi } from '../../../sla/index.js';
import {
  AppealLead,
  RETURN_GROUNDS,
  ReturnTicket,
  RuleLead,
  type Hop,
  type TicketReference,
} from '../../../tickets/index.js';
import { Choices } from '../../choices.js';
import { field, type FormState, type SelectOption } from '../../form-field.js';
import { DeskPart, type Offered, type Section, type SectionFacts } from '../desk-part.js';
import type { Values } from '../desk-steps.js';
import { formStep } from '../form-step.js';
import { formOf, isOffered, may, whyNot, type Made, type StepFacts } from '../step.js';

/** Who leads: giving a ticket back, ruling on the lead, asking the overseer to look at a ruling; and its way so far. */
@Injectable()
export class LeadPart extends DeskPart {
  readonly steps = {
    'return-ticket': {
      done: 'Đã trả lại phiếu cho 1022, kèm lý do và đơn vị đề nghị.',
      kind: 'return-ticket',
      leaves: true,
      fields: { ground: 'returnGround', words: 'returnWords', proposedAgencyCode: 'returnTo' },
      words: { returnWords: 'Vì sao trả lại' },
    },
    'appeal-lead': {
      done: 'Đã gửi đề nghị đến Văn phòng UBND. Trong lúc chờ, thời hạn vẫn tính.',
      kind: 'appeal-lead',
      fields: { words: 'appealWords' },
      words: { appealWords: 'Vì sao đề nghị xem lại' },
    },
    'rule-lead': {
      done: 'Đã quyết định đơn vị chủ trì. Đơn vị được giao không trả lại được nữa.',
      kind: 'rule-lead',
      fields: { leadAgencyCode: 'ruledLead', words: 'rulingWords' },
      words: { rulingWords: 'Lý do quyết định' },
    },
  };

  constructor(
    private readonly returnTicket: ReturnTicket,
    private readonly appealLead: AppealLead,
    private readonly ruleLead: RuleLead,
    private readonly choices: Choices,
    private readonly directory: Directory,
  ) {
    super();
  }

  override offer(facts: StepFacts): Offered {
    const { detail } = facts;
    const asked = detail.dispute.returns >= 2 || detail.dispute.appealed;
    const ruling = may(facts, 'rule_lead') ? [rulingStep(facts, asked)] : [];
    return {
      first: asked ? ruling : [],
      beside: [
        ...(asked ? [] : ruling),
        ...(isOffered(facts, 'return_ticket', ['assigned', 'in_progress']) ? [returnStep(facts)] : []),
        ...(detail.dispute.locked && isOffered(facts, 'appeal_lead', ['assigned', 'in_progress'])
          ? [appealStep(facts)]
          : []),
      ],
    };
  }

  override sections({ detail }: SectionFacts): readonly Section[] {
    const daySeconds = detail.clocks.find(({ kind }) => kind === 'resolve')?.daySeconds ?? 0;
    const line = wayOf(detail.hops, daySeconds);
    const { centreAgency } = this.directory.province;
    const agencies = new Set(line.map(({ code }) => code).filter((code) => code !== centreAgency)).size;
    const { returns, dispute } = detail;
    // Whoever had it alone stands in the strip above already.
    if (returns === 0 && agencies < 2 && !dispute.locked) return [];
    const count = [`Đã qua ${agencies} đơn vị`, ...(returns > 0 ? [`trả lại ${returns} lần`] : [])].join(', ');
    const standing = dispute.appealed
      ? 'Thủ trưởng đơn vị đề nghị Văn phòng UBND xem lại đơn vị chủ trì; trong lúc chờ, thời hạn vẫn tính.'
      : dispute.locked
        ? 'Đã có quyết định đơn vị chủ trì; đơn vị này không trả lại được.'
        : null;
    return [{ place: 'above', partial: 'console/partials/section-lead', count, standing, line }];
  }

  async run(step: string, reference: TicketReference, values: Values, ctx: CommandContext): Promise<void> {
    const value = (name: string): string => values[name] ?? '';
    switch (step) {
      case 'return-ticket':
        await this.returnTicket.execute(
          {
            ...reference,
            ground: value('returnGround'),
            words: value('returnWords'),
            proposedAgencyCode: this.choices.typedAgency(value('returnTo')),
          },
          ctx,
        );
        return;
      case 'appeal-lead':
        await this.appealLead.execute({ ...reference, words: value('appealWords') }, ctx);
        return;
      case 'rule-lead':
        await this.ruleLead.execute(
          {
            ...reference,
            leadAgencyCode: this.choices.typedAgency(value('ruledLead')),
            words: value('rulingWords'),
          },
          ctx,
        );
        return;
      default:
        throw new Error(`The part has no form ${step}.`);
    }
  }
}

/** The options of a list of grounds; the first asks to choose. */
export function groundOptions(
  form: FormState,
  name: string,
  grounds: Readonly<Record<string, string>>,
): SelectOption[] {
  const chosen = form.values[name] ?? '';
  return [
    { value: '', label: 'Chọn lý do', selected: chosen === '', subject: false },
    ...Object.entries(grounds).map(([value, label]) => ({
      value,
      label: label.charAt(0).toUpperCase() + label.slice(1),
      selected: value === chosen,
      subject: false,
    })),
  ];
}

function returnStep(facts: StepFacts): Made {
  const form = formOf(facts, 'return-ticket');
  return formStep(facts, 'return-ticket', 'return-ticket', {
    group: 'lead',
    title: 'Trả lại, đề nghị đơn vị khác…',
    icon: 'corner-up-left',
    folded: true,
    blocked: may(facts, 'return_ticket') ? null : whyNot(facts, 'return_ticket'),
    intro:
      'Phiếu về Tổng đài 1022 để chuyển đơn vị khác. Hạn trả lời người dân không dừng, không tính lại; lần trả lại này được ghi và tính cho đơn vị.',
    agencies: facts.choices.agencyNames(),
    fields: [
      field(form, 'returnGround', 'Lý do', '', {
        kind: 'select',
        options: groundOptions(form, 'returnGround', RETURN_GROUNDS),
      }),
      field(form, 'returnTo', 'Đơn vị có thẩm quyền', '', {
        list: 'ds-co-quan',
        required: false,
        hint: 'Cần ghi khi không thuộc thẩm quyền hoặc không đúng địa bàn.',
      }),
      field(form, 'returnWords', 'Nói rõ vì sao', '', { kind: 'area', rows: 3 }),
    ],
    button: 'Trả lại 1022',
  });
}

function appealStep(facts: StepFacts): Made {
  const form = formOf(facts, 'appeal-lead');
  return formStep(facts, 'appeal-lead', 'appeal-lead', {
    group: 'lead',
    title: 'Đề nghị Văn phòng UBND xem lại…',
    icon: 'scale',
    folded: true,
    blocked: may(facts, 'appeal_lead') ? null : whyNot(facts, 'appeal_lead'),
    intro: 'Mỗi quyết định chỉ được đề nghị xem lại một lần. Trong lúc chờ, đơn vị vẫn xử lý và thời hạn vẫn tính.',
    fields: [field(form, 'appealWords', 'Vì sao đơn vị không chủ trì được', '', { kind: 'area', rows: 3 })],
    button: 'Gửi đề nghị',
  });
}

function rulingStep(facts: StepFacts, asked: boolean): Made {
  const { detail } = facts;
  const form = formOf(facts, 'rule-lead');
  const appeal = detail.story.findLast(({ type }) => type === (detail.dispute.appealed ? 'lead_appealed' : 'returned'));
  return formStep(facts, 'rule-lead', 'rule-lead', {
    group: 'lead',
    title: asked ? 'quyết định đơn vị chủ trì' : 'Quyết định đơn vị chủ trì…',
    icon: 'scale',
    folded: !asked,
    intro: detail.dispute.locked
      ? 'Giao đơn vị khác, hoặc giữ nguyên bằng cách ghi lại chính đơn vị đang giữ. Người gửi được báo nếu đơn vị thay đổi.'
      : `${detail.routeReason} Quyết định rồi, đơn vị được giao không trả lại được nữa; chỉ Văn phòng UBND thay đổi được.`,
    quote: appeal?.remark ?? null,
    agencies: facts.choices.agencyNames(),
    fields: [
      field(
        form,
        'ruledLead',
        'Đơn vị chủ trì',
        (detail.dispute.locked ? detail.lead : detail.dispute.proposed)?.name ?? '',
        {
          list: 'ds-co-quan',
        },
      ),
      field(form, 'rulingWords', 'Vì sao đơn vị này chủ trì', '', {
        kind: 'area',
        rows: 3,
        hint: 'Các đơn vị liên quan cùng đọc.',
      }),
    ],
    button: 'Ra quyết định',
  });
}

/** The way of a ticket, one entry for each turn: who had it, what working time that took, why it moved on. */
function wayOf(
  hops: readonly Hop[],
  daySeconds: number,
): { code: string; name: string; spent: string; moved: string | null }[] {
  const turns: { code: string; name: string; promise: boolean; seconds: number; moved: string | null }[] = [];
  for (const { agency, workingSeconds, moved, promise } of hops) {
    const last = turns.at(-1);
    if (last?.code === agency.code && last.promise === promise && last.moved === null) {
      last.seconds += workingSeconds;
      last.moved = moved;
    } else {
      const name = promise ? `${agency.name}, việc đã hẹn` : agency.name;
      turns.push({ code: agency.code, name, promise, seconds: workingSeconds, moved });
    }
  }
  return turns.map(({ code, name, seconds, moved }) => ({
    code,
    name,
    moved,
    spent: seconds < 60 ? 'dưới 1 phút' : lengthVi(seconds, daySeconds),
  }));
}
