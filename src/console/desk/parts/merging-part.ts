import { Injectable } from '@nestjs/common';
import type { CommandContext, Principal } from '../../../identity/index.js';
import { Clock, formatInstant } from '../../../kernel/index.js';
import { formatNearVi } from '../../../sla/index.js';
import {
  Duplicates,
  LinkTickets,
  ManageIncident,
  MergedTickets,
  MergeTickets,
  SplitTicket,
  type TicketDetail,
  type TicketReference,
} from '../../../tickets/index.js';
import { Choices } from '../../choices.js';
import { field } from '../../form-field.js';
import { typedMoment, typedWards } from '../../incident-words.js';
import { deskPath } from '../../navigation.js';
import { DeskPart, type Offered, type Section, type SectionFacts } from '../desk-part.js';
import type { Values } from '../desk-steps.js';
import { formStep } from '../form-step.js';
import { formOf, isBack, may, whyNot, type Made, type StepFacts } from '../step.js';

/** What a checkbox of a likely duplicate is called: the ticket's id follows, its value is the version. */
const PICKED = 'dup-';

interface Around {
  readonly together: Awaited<ReturnType<MergedTickets['around']>>;
  /** Likely duplicates; empty for whoever cannot merge them. */
  readonly alike: Awaited<ReturnType<Duplicates['ofTicket']>>;
}

/** Tickets about one matter: put together, taken apart, linked, declared an incident. */
@Injectable()
export class MergingPart extends DeskPart {
  readonly steps = {
    merge: {
      done: 'Đã gộp. Mọi người báo đều được tin và câu trả lời của phiếu này.',
      kind: 'duplicates',
      fields: { children: 'mergeCodes', remark: 'mergeRemark' },
      words: { mergeRemark: 'Lý do gộp' },
    },
    'merge-into': {
      done: 'Đã gộp vào phiếu kia. Người gửi được báo.',
      kind: 'merge-into',
      fields: { intoCode: 'mergeIntoCode', remark: 'mergeIntoRemark' },
      words: { mergeIntoRemark: 'Lý do gộp' },
    },
    split: {
      done: 'Đã tách. Phiếu lại đi riêng, với hạn của chính nó.',
      kind: 'split',
      fields: { remark: 'splitRemark' },
      words: { splitRemark: 'Lý do tách' },
    },
    link: { done: 'Đã liên kết hai phiếu.', kind: 'link', fields: { otherCode: 'linkCode' } },
    unlink: { done: 'Đã bỏ liên kết.', kind: 'link', fields: { otherCode: 'unlinkCode' } },
    incident: {
      done: 'Đã báo sự cố. Tổng đài thấy ngay lời để nói với người gọi.',
      kind: 'incident',
      fields: {
        name: 'incidentName',
        script: 'incidentScript',
        wards: 'incidentWards',
        expectedEndAt: 'incidentEnd',
      },
      words: { incidentScript: 'Lời nói với người gọi' },
    },
  };

  constructor(
    private readonly merge: MergeTickets,
    private readonly splitTicket: SplitTicket,
    private readonly linkTickets: LinkTickets,
    private readonly incident: ManageIncident,
    private readonly merged: MergedTickets,
    private readonly duplicates: Duplicates,
    private readonly choices: Choices,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** What belongs together with the ticket of a page, read once for both of its panes: they are handed the same one. */
  private readonly read = new WeakMap<TicketDetail, Promise<Around>>();

  async offer(facts: StepFacts): Promise<Offered> {
    const { principal, detail } = facts;
    const merges = may(facts, 'merge');
    const absorbs = may(facts, 'absorb');
    const { together, alike } = await this.around(principal, detail);
    return {
      beside: [
        ...(absorbs ? [this.duplicatesStep(facts, alike)] : []),
        ...(merges && absorbs && together.reporters === 1 ? [mergeIntoStep(facts)] : []),
        ...(may(facts, 'split') ? [splitStep(facts)] : []),
        ...(may(facts, 'link') ? [linkStep(facts)] : []),
        ...(absorbs && together.incident === null && detail.visibility === 'public' ? [incidentStep(facts)] : []),
      ],
    };
  }

  override async sections({ principal, detail, now }: SectionFacts): Promise<readonly Section[]> {
    const around = await this.around(principal, detail);
    const { into, merged, reporters, links, incident } = around.together;
    // The form stands at the end of the right pane: what is likely the same is said where the eye begins.
    const alike = around.alike.length;
    if (into === null && reporters === 1 && links.length === 0 && incident === null && alike === 0) return [];
    const href = (id: string): string => `${deskPath(principal)}?phieu=${id}`;
    const line = (item: (typeof merged)[number]): object => ({
      id: item.id,
      href: href(item.id),
      code: item.code,
      title: item.title,
      state: item.stateLabel,
      when: formatNearVi(item.receivedAt, now),
    });
    return [
      {
        place: 'above',
        partial: 'console/partials/section-merging',
        into: into === null ? null : line(into),
        alike: alike === 0 ? null : alike,
        reporters: reporters > 1 ? reporters : null,
        merged: merged.map(line),
        more: Math.max(0, reporters - 1 - merged.length),
        links: links.map(line),
        unlink: may({ detail }, 'link') ? { action: `/phieu/${detail.id}/unlink`, version: detail.version } : null,
        incident: incident && { name: incident.name, open: incident.open, href: `/su-co/${detail.id}` },
      },
    ];
  }

  async run(step: string, reference: TicketReference, values: Values, ctx: CommandContext): Promise<void> {
    const text = (name: string): string => values[name] ?? '';
    switch (step) {
      case 'merge':
        await this.merge.execute(
          {
            ...reference,
            children: [...picked(values), ...typedCodes(text('mergeCodes'))],
            remark: text('mergeRemark'),
          },
          ctx,
        );
        return;
      case 'merge-into':
        await this.merge.into({ ...reference, intoCode: text('mergeIntoCode'), remark: text('mergeIntoRemark') }, ctx);
        return;
      case 'split':
        await this.splitTicket.execute({ ...reference, remark: text('splitRemark') }, ctx);
        return;
      case 'link':
        await this.linkTickets.execute({ ...reference, otherCode: text('linkCode') }, ctx);
        return;
      case 'unlink':
        await this.linkTickets.execute({ ...reference, otherCode: text('unlinkCode'), remove: true }, ctx);
        return;
      default:
        await this.incident.declare(
          {
            ...reference,
            name: text('incidentName'),
            script: text('incidentScript'),
            wardCodes: typedWards(text('incidentWards'), this.choices),
            expectedEndAt: typedMoment(text('incidentEnd')),
          },
          ctx,
        );
    }
  }

  private around(principal: Principal, detail: TicketDetail): Promise<Around> {
    const known = this.read.get(detail);
    if (known !== undefined) return known;
    const around = Promise.all([
      this.merged.around(principal, detail.id),
      may({ detail }, 'absorb') ? this.duplicates.ofTicket(principal, detail.id) : [],
    ]).then(([together, alike]) => ({ together, alike }));
    this.read.set(detail, around);
    return around;
  }

  private duplicatesStep(facts: StepFacts, found: Around['alike']): Made {
    const { principal } = facts;
    const now = this.clock.now();
    const made = formStep(facts, 'duplicates', 'merge', {
      title: found.length === 0 ? 'Gộp phiếu khác vào đây' : `Có thể trùng: ${found.length} phiếu`,
      icon: 'git-merge',
      intro:
        found.length === 0
          ? 'Không thấy phiếu nào giống. Phiếu cùng một việc thì ghi mã để gộp: người báo nào cũng được tin và câu trả lời, hạn theo lời hứa sớm nhất.'
          : 'Cùng loại việc, cùng hoặc giáp phường, xã, trong 14 ngày. Phiếu được gộp dừng đồng hồ; người báo nào cũng được tin và câu trả lời, hạn theo lời hứa sớm nhất.',
      fields: [
        field(formOf(facts, 'merge'), 'mergeCodes', 'Mã phiếu khác', '', {
          required: false,
          hint: 'Nhiều mã thì cách nhau bằng dấu phẩy.',
        }),
        field(formOf(facts, 'merge'), 'mergeRemark', 'Vì sao gộp', '', { required: false }),
      ],
      button: 'Gộp vào phiếu này',
      folded: found.length === 0,
      group: 'record',
    });
    return {
      ...made,
      // A template of its own: it has checkboxes.
      form: false,
      partial: 'console/partials/next-duplicates',
      open: isBack(facts, 'merge'),
      found: found.map(({ ticket, reporters, why }) => ({
        name: `${PICKED}${ticket.id}`,
        version: ticket.version,
        checked: facts.form.values[`${PICKED}${ticket.id}`] !== undefined && isBack(facts, 'merge'),
        href: `${deskPath(principal)}?phieu=${ticket.id}`,
        code: ticket.code,
        title: ticket.title,
        state: ticket.stateLabel,
        why,
        reporters: reporters > 1 ? reporters : null,
        when: formatNearVi(ticket.receivedAt, now),
      })),
    };
  }
}

function picked(values: Values): TicketReference[] {
  return Object.entries(values).flatMap(([name, value]) =>
    name.startsWith(PICKED) ? [{ ticketId: name.slice(PICKED.length), version: Number(value) || 0 }] : [],
  );
}

/** The codes that somebody typed, one after another. */
export function typedCodes(typed: string): { code: string }[] {
  return typed
    .split(/[,;\n]/)
    .map((code) => code.trim())
    .filter((code) => code !== '')
    .map((code) => ({ code }));
}

function mergeIntoStep(facts: StepFacts): Made {
  const form = formOf(facts, 'merge-into');
  return formStep(facts, 'merge-into', 'merge-into', {
    title: 'Gộp phiếu này vào phiếu khác',
    icon: 'git-merge',
    intro: 'Phiếu này dừng ở đây, phiếu kia đứng chung. Người gửi giữ mã và đường dẫn của mình, được báo mọi tin.',
    fields: [
      field(form, 'mergeIntoCode', 'Mã phiếu đứng chung', ''),
      field(form, 'mergeIntoRemark', 'Vì sao gộp', '', { required: false }),
    ],
    button: 'Gộp vào phiếu ấy',
    folded: true,
    group: 'record',
    blocked: whyNot(facts, 'merge'),
  });
}

function splitStep(facts: StepFacts): Made {
  return formStep(facts, 'split', 'split', {
    title: 'Tách ra giải quyết riêng',
    icon: 'undo-2',
    intro:
      'Phiếu về lại đơn vị cũ với hạn của chính nó, tính từ ngày người gửi báo, kể cả thời gian đã gộp. Phiếu đứng chung giữ hạn sớm hơn, trừ khi chắc chắn hạn ấy chỉ do phiếu này.',
    fields: [field(formOf(facts, 'split'), 'splitRemark', 'Vì sao tách', '', { kind: 'area', rows: 2 })],
    button: 'Tách phiếu',
    folded: true,
    group: 'record',
  });
}

function linkStep(facts: StepFacts): Made {
  return formStep(facts, 'link', 'link', {
    title: 'Liên kết với phiếu khác',
    icon: 'share-2',
    intro: 'Hai phiếu có liên quan mà không cùng một việc. Mỗi phiếu vẫn đi riêng; mở phiếu này thấy phiếu kia.',
    fields: [field(formOf(facts, 'link'), 'linkCode', 'Mã phiếu liên quan', '')],
    button: 'Liên kết',
    folded: true,
    group: 'record',
  });
}

function incidentStep(facts: StepFacts): Made {
  const { detail, now } = facts;
  const form = formOf(facts, 'incident');
  return formStep(facts, 'incident', 'incident', {
    title: 'Báo sự cố diện rộng',
    icon: 'megaphone',
    intro:
      'Nhiều người sẽ gọi về cùng việc này: tổng đài nói cùng một lời, mỗi người gọi thêm được ghi trong vài giây, ai cũng được báo khi xong.',
    fields: [
      field(form, 'incidentName', 'Tên sự cố', detail.title),
      field(form, 'incidentScript', 'Lời nói với người gọi', '', { kind: 'area', rows: 4 }),
      field(form, 'incidentWards', 'Phường, xã bị ảnh hưởng', detail.ward?.name ?? '', {
        hint: 'Nhiều nơi thì cách nhau bằng dấu phẩy.',
      }),
      field(form, 'incidentEnd', 'Dự kiến xong', '', {
        kind: 'datetime-local',
        required: false,
        hint: `Bây giờ là ${formatInstant(now)}.`,
      }),
    ],
    button: 'Báo sự cố',
    folded: true,
    group: 'record',
  });
}
