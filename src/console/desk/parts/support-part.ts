import { Injectable } from '@nestjs/common';
import { Attachments } from '../../../attachments/index.js';
import type { CommandContext } from '../../../identity/index.js';
import { dayInVietnam, Problem } from '../../../kernel/index.js';
import { formatNearVi } from '../../../sla/index.js';
import {
  AnswerQueries,
  AskSupport,
  DeliverSupport,
  RemindSupport,
  WithdrawSupport,
  type SupportView,
  type TicketReference,
} from '../../../tickets/index.js';
import { Choices } from '../../choices.js';
import { field, filesField, type SelectOption } from '../../form-field.js';
import { DeskPart, type Offered, type Section, type SectionFacts } from '../desk-part.js';
import type { SentForm, Values } from '../desk-steps.js';
import { fileLine } from '../file-line.js';
import { formStep } from '../form-step.js';
import { formOf, isOffered, may, whyNot, type Made, type StepFacts } from '../step.js';

/** The parts of other agencies: asked for, delivered, reminded of, withdrawn. */
@Injectable()
export class SupportPart extends DeskPart {
  readonly steps = {
    'support-ask': {
      done: 'Đã đề nghị phối hợp. Đơn vị ấy thấy ngay việc cần làm và ngày cần có.',
      kind: 'support-ask',
      fields: { agencyCode: 'supportAgency', ask: 'supportAsk', dueOn: 'supportDueOn' },
      words: { supportAsk: 'Cần đơn vị ấy làm gì' },
    },
    'support-deliver': {
      done: 'Đã gửi phần phối hợp cho đơn vị chủ trì.',
      kind: 'support-deliver',
      fields: { part: 'supportPart' },
      words: { supportPart: 'Phần của đơn vị' },
    },
    'support-remind': { done: 'Đã nhắc đơn vị phối hợp.', kind: 'support-remind', fields: { supportId: 'remindId' } },
    'support-withdraw': {
      done: 'Đã thôi đề nghị phần ấy.',
      kind: 'support-withdraw',
      fields: { supportId: 'withdrawId', because: 'supportBecause' },
      words: { supportBecause: 'Vì sao thôi' },
    },
  };

  constructor(
    private readonly ask: AskSupport,
    private readonly deliver: DeliverSupport,
    private readonly remind: RemindSupport,
    private readonly withdraw: WithdrawSupport,
    private readonly choices: Choices,
    private readonly attachments: Attachments,
    private readonly answers: AnswerQueries,
  ) {
    super();
  }

  offer(facts: StepFacts): Offered {
    const own = ownPart(facts);
    const open = facts.detail.support.parts.filter(({ status }) => status === 'asked');
    return {
      first: may(facts, 'deliver_support') && own !== null ? [deliverStep(facts, own)] : [],
      beside: [
        ...(isOffered(facts, 'ask_support') ? [askStep(facts)] : []),
        ...(may(facts, 'remind_support') && open.length > 0 ? [remindStep(facts, open)] : []),
        ...(may(facts, 'withdraw_support') && open.length > 0 ? [withdrawStep(facts, open)] : []),
      ],
    };
  }

  override async sections({ detail, now }: SectionFacts): Promise<Section[]> {
    const { parts } = detail.support;
    if (parts.length === 0) return [];
    const delivered = parts.flatMap(({ id, status }) => (status === 'delivered' ? [id] : []));
    const files = await this.answers.evidence(delivered, 'support');
    return [
      {
        place: 'above',
        partial: 'console/partials/section-support',
        open: parts.filter(({ status }) => status === 'asked').length,
        parts: parts.map((part) => ({ ...partView(part, now), files: (files.get(part.id) ?? []).map(fileLine) })),
      },
    ];
  }

  async run(
    step: string,
    reference: TicketReference,
    values: Values,
    ctx: CommandContext,
    files: SentForm['files'],
  ): Promise<void> {
    switch (step) {
      case 'support-ask':
        await this.ask.execute(
          {
            ...reference,
            agencyCode: this.choices.typedAgency(values['supportAgency'] ?? ''),
            ask: values['supportAsk'] ?? '',
            dueOn: values['supportDueOn'] ?? '',
          },
          ctx,
        );
        return;
      case 'support-deliver': {
        const prepared = await this.attachments.prepare(files('supportFiles'), { field: 'supportFiles', pdf: true });
        await this.deliver.execute({ ...reference, part: values['supportPart'] ?? '', files: prepared }, ctx);
        return;
      }
      case 'support-remind':
        await this.remind.execute({ ...reference, supportId: values['remindId'] ?? '' }, ctx);
        return;
      case 'support-withdraw':
        await this.withdraw.execute(
          { ...reference, supportId: values['withdrawId'] ?? '', because: values['supportBecause'] ?? '' },
          ctx,
        );
        return;
      default:
        throw Problem.notFound('Không tìm thấy trang này.');
    }
  }
}

/** What the agency of this person still owes. */
function ownPart({ principal, detail }: StepFacts): SupportView | null {
  if (principal.kind !== 'staff') return null;
  const { agencyCode } = principal;
  return detail.support.parts.find(({ agency, status }) => agency.code === agencyCode && status === 'asked') ?? null;
}

function askStep(facts: StepFacts): Made {
  const { detail, choices, now } = facts;
  const form = formOf(facts, 'support-ask');
  const chosen = form.values['supportDueOn'] ?? '';
  const days: SelectOption[] = detail.support.choices.map((dueAt) => {
    const value = dayInVietnam(dueAt);
    return { value, label: formatNearVi(dueAt, now), selected: value === chosen, subject: false };
  });
  const suggested = detail.support.suggested.map(({ name }) => name);
  return formStep(facts, 'support-ask', 'support-ask', {
    group: 'people',
    title: 'Đề nghị đơn vị khác phối hợp…',
    icon: 'send',
    folded: true,
    blocked: may(facts, 'ask_support') ? null : whyNot(facts, 'ask_support'),
    intro:
      'Đơn vị mình vẫn chủ trì và trả lời người dân; đồng hồ của phiếu chạy tiếp. Chưa có phần này thì chưa trình được câu trả lời.',
    agencies: choices.agencyNames(),
    fields: [
      field(form, 'supportAgency', 'Đơn vị phối hợp', suggested[0] ?? '', {
        list: 'ds-co-quan',
        hint: suggested.length === 0 ? null : `Quy tắc phân công gợi ý: ${suggested.join(', ')}.`,
      }),
      field(form, 'supportAsk', 'Cần đơn vị ấy làm gì, cho biết gì', '', { kind: 'area', rows: 3 }),
      field(form, 'supportDueOn', 'Cần có trước', '', {
        kind: 'select',
        options: [{ value: '', label: 'Chọn ngày', selected: chosen === '', subject: false }, ...days],
        hint: 'Ngày làm việc, trong hạn của đơn vị mình.',
      }),
    ],
    button: 'Đề nghị phối hợp',
  });
}

function deliverStep(facts: StepFacts, part: SupportView): Made {
  const form = formOf(facts, 'support-deliver');
  const lead = facts.detail.lead?.name ?? 'Đơn vị chủ trì';
  return formStep(facts, 'support-deliver', 'support-deliver', {
    title: 'gửi phần phối hợp',
    icon: 'inbox',
    intro: `${lead} đề nghị, cần có trước ${formatNearVi(part.dueAt, facts.now)}. ${lead} trả lời người dân, đơn vị được đề nghị chỉ gửi phần của mình.`,
    quote: part.ask,
    fields: [
      field(form, 'supportPart', 'Đã kiểm tra gì, đã làm gì', '', {
        kind: 'area',
        rows: 5,
        hint: 'Ghi rõ kết quả, ngày xong, người phụ trách, để đưa thẳng vào câu trả lời.',
      }),
      filesField(form, 'supportFiles', 'Ảnh, văn bản kèm theo', true),
    ],
    button: 'Gửi cho đơn vị chủ trì',
  });
}

function remindStep(facts: StepFacts, open: readonly SupportView[]): Made {
  const form = formOf(facts, 'support-remind');
  return formStep(facts, 'support-remind', 'support-remind', {
    group: 'people',
    title: 'Nhắc đơn vị phối hợp…',
    icon: 'clock',
    folded: true,
    intro: 'Mỗi đơn vị nhắc được một lần trong một giờ làm việc; số lần nhắc nằm trong lịch sử phiếu.',
    fields: [partField(facts, form, 'remindId', open)],
    button: 'Nhắc',
  });
}

function withdrawStep(facts: StepFacts, open: readonly SupportView[]): Made {
  const form = formOf(facts, 'support-withdraw');
  return formStep(facts, 'support-withdraw', 'support-withdraw', {
    group: 'people',
    title: 'Thôi đề nghị phối hợp…',
    icon: 'corner-up-left',
    folded: true,
    intro: 'Phần ấy không còn phải gửi; đơn vị được đề nghị đọc được lý do.',
    fields: [
      partField(facts, form, 'withdrawId', open),
      field(form, 'supportBecause', 'Vì sao thôi', '', { kind: 'area', rows: 2 }),
    ],
    button: 'Thôi đề nghị',
  });
}

function partField(
  { now }: StepFacts,
  form: ReturnType<typeof formOf>,
  name: string,
  open: readonly SupportView[],
): ReturnType<typeof field> {
  const chosen = form.values[name] ?? open[0]?.id ?? '';
  return field(form, name, 'Đơn vị phối hợp', '', {
    kind: 'select',
    options: open.map(({ id, agency, dueAt, reminderCount }) => ({
      value: id,
      label: `${agency.name}, cần có trước ${formatNearVi(dueAt, now)}${reminderCount > 0 ? `, đã nhắc ${String(reminderCount)} lần` : ''}`,
      selected: id === chosen,
      subject: false,
    })),
  });
}

function partView(part: SupportView, now: Date): object {
  const near = (at: Date): string => formatNearVi(at, now);
  const by = part.askedByName === null ? '' : `${part.askedByName} `;
  const reminded =
    part.remindedAt === null ? '' : `; đã nhắc ${String(part.reminderCount)} lần, lần cuối ${near(part.remindedAt)}`;
  return {
    id: part.id,
    agency: part.agency.name,
    tag: TAGS[part.status](part.late),
    ask: part.ask,
    asked: `${by}đề nghị ${near(part.askedAt)}, cần có trước ${near(part.dueAt)}${reminded}.`,
    part: part.part,
    ended:
      part.endedAt === null
        ? null
        : `${part.endedByName ?? part.agency.name} ${part.status === 'delivered' ? 'gửi' : 'thôi đề nghị'} ${near(part.endedAt)}.`,
    because: part.withdrawnBecause,
  };
}

interface PartTag {
  readonly tone: 'ok' | 'soon' | 'late' | null;
  readonly icon: string;
  readonly label: string;
}

const TAGS: Readonly<Record<SupportView['status'], (late: boolean) => PartTag>> = {
  asked: (late) =>
    late
      ? { tone: 'late', icon: 'clock-alert', label: 'Trễ, chưa gửi' }
      : { tone: 'soon', icon: 'clock', label: 'Đang chờ' },
  delivered: (late) => ({ tone: 'ok', icon: 'circle-check', label: late ? 'Đã gửi, trễ' : 'Đã gửi' }),
  withdrawn: () => ({ tone: null, icon: 'x', label: 'Không cần nữa' }),
};
