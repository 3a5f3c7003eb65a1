import { Injectable } from '@nestjs/common';
import { allows, type CommandContext } from '../../../identity/index.js';
import { formatDay } from '../../../kernel/index.js';
import { AssignmentRules, type Colleague } from '../../../teamwork/index.js';
import { AssignTicket, type TicketReference } from '../../../tickets/index.js';
import { field } from '../../form-field.js';
import { DeskPart, type Offered } from '../desk-part.js';
import type { Values } from '../desk-steps.js';
import { formStep } from '../form-step.js';
import { formOf, may, type Made, type StepFacts } from '../step.js';

/** Whose the ticket is inside the agency: given by the head, taken over by a colleague. */
@Injectable()
export class AssignPart extends DeskPart {
  readonly steps = {
    assign: {
      done: 'Đã giao phiếu. Người nhận thấy phiếu trong “Việc của tôi”.',
      kind: 'assign',
      fields: { accountId: 'handler', words: 'handlerWords' },
      words: { handlerWords: 'Lời dặn' },
    },
    takeover: { done: 'Đã nhận thay. Phiếu mang tên anh chị.', kind: 'takeover', fields: { accountId: 'handler' } },
  };

  constructor(
    private readonly assign: AssignTicket,
    private readonly rules: AssignmentRules,
  ) {
    super();
  }

  async offer(facts: StepFacts): Promise<Offered> {
    const { principal, detail } = facts;
    if (principal.kind !== 'staff' || !may(facts, 'assign')) return {};
    if (allows(principal, 'ticket.assign')) {
      const people = await this.rules.colleagues(principal, principal.agencyCode);
      return { beside: [assignStep(facts, people)] };
    }
    // Before anybody has accepted it, accepting is how one takes it.
    if (detail.state === 'assigned' || detail.handlerAccountId === principal.accountId) return {};
    return { beside: [takeoverStep(facts)] };
  }

  async run(step: string, reference: TicketReference, values: Values, ctx: CommandContext): Promise<void> {
    const self = ctx.principal.kind === 'staff' ? ctx.principal.accountId : '';
    const accountId = step === 'takeover' ? self : (values['handler'] ?? '');
    await this.assign.execute({ ...reference, accountId, words: values['handlerWords'] ?? null }, ctx);
  }
}

function assignStep(facts: StepFacts, people: readonly Colleague[]): Made {
  const { detail } = facts;
  const form = formOf(facts, 'assign');
  const chosen = form.values['handler'] ?? '';
  return formStep(facts, 'assign', 'assign', {
    group: 'people',
    title: detail.handlerName === null ? 'Giao cho một người…' : 'Giao người khác xử lý…',
    icon: 'user',
    folded: true,
    intro:
      detail.state === 'assigned'
        ? 'Phiếu mang tên người được giao; người ấy vẫn bấm “Nhận xử lý” khi bắt đầu.'
        : 'Phiếu và đồng hồ của đơn vị chuyển sang người được giao; hạn không đổi.',
    fields: [
      field(form, 'handler', 'Người xử lý', '', {
        kind: 'select',
        options: [
          { value: '', label: 'Chọn người', selected: chosen === '', subject: false },
          ...people
            .filter(({ id }) => id !== detail.handlerAccountId)
            .map((person) => ({
              value: person.id,
              label: colleagueLabel(person),
              selected: person.id === chosen,
              subject: false,
            })),
        ],
      }),
      field(form, 'handlerWords', 'Lời dặn', '', { kind: 'area', rows: 2, required: false }),
    ],
    button: 'Giao phiếu',
  });
}

function takeoverStep(facts: StepFacts): Made {
  const from = facts.detail.handlerName;
  return formStep(facts, 'takeover', 'takeover', {
    group: 'people',
    title: 'Nhận thay phiếu này…',
    icon: 'user',
    folded: true,
    intro: `${from === null ? 'Phiếu' : `Phiếu đang ở ${from}. Phiếu`} và đồng hồ chuyển sang tên anh chị; người đang giữ thấy việc này trong lịch sử phiếu.`,
    fields: [],
    button: 'Nhận thay',
  });
}

function colleagueLabel({ name, openTickets, away }: Colleague): string {
  const gone = away === null ? '' : `, vắng đến hết ${formatDay(away.toOn)}`;
  return `${name} (đang giữ ${String(openTickets)} phiếu${gone})`;
}
