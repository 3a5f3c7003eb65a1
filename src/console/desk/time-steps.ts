import { dayInVietnam, isoInVietnam } from '../../kernel/index.js';
import { formatNearVi } from '../../sla/index.js';
import type { TicketClockKind } from '../../tickets/index.js';
import { field, filesField, type SelectOption } from '../form-field.js';
import { formStep } from './form-step.js';
import { formOf, isOffered, may, whyNot, type Made, type Step, type StepFacts } from './step.js';

/** The steps that begin, move, hold and end clocks on the way. */
interface TimeSteps {
  /** What has to be done now. */
  readonly first: readonly Step[];
  /** What can be done as well: folded. */
  readonly beside: readonly Step[];
}

export function timeSteps(facts: StepFacts): TimeSteps {
  return {
    first: [
      ...(may(facts, 'report_action') ? [actionStep(facts)] : []),
      ...(may(facts, 'record_reply') ? [replyStep(facts)] : []),
      ...(decides(facts) ? [decisionStep(facts)] : []),
    ],
    beside: [
      ...(isOffered(facts, 'ask_citizen') ? [questionStep(facts)] : []),
      ...(isOffered(facts, 'request_extension') ? [extensionStep(facts)] : []),
      ...(may(facts, 'reclassify') ? [reclassifyStep(facts)] : []),
      ...(may(facts, 'transfer') ? [transferStep(facts)] : []),
    ],
  };
}

/** Also whoever may not because the request is the own one: then the reason stands there. */
function decides(facts: StepFacts): boolean {
  return (
    facts.detail.extension.pending !== null &&
    isOffered(facts, 'decide_extension', ['in_progress', 'awaiting_approval'])
  );
}

function actionStep(facts: StepFacts): Made {
  const form = formOf(facts, 'action');
  return formStep(facts, 'action', 'action', {
    title: 'báo đã xử lý tại chỗ',
    icon: 'wrench',
    intro: `${untilOf(facts, 'act', 'Báo trước')}Việc khẩn xử lý trước, viết trả lời sau; báo xong thì đồng hồ này dừng.`,
    fields: [
      field(form, 'actedAt', 'Xử lý lúc', isoInVietnam(facts.now).slice(0, 16), { kind: 'datetime-local' }),
      field(form, 'actionText', 'Đã xử lý tại chỗ thế nào', '', { kind: 'area', rows: 3 }),
    ],
    button: 'Báo đã xử lý',
  });
}

function questionStep(facts: StepFacts): Made {
  const form = formOf(facts, 'question');
  return formStep(facts, 'question', 'question', {
    group: 'citizen',
    title: 'Hỏi thêm người gửi…',
    icon: 'message-circle-question-mark',
    folded: true,
    blocked: may(facts, 'ask_citizen') ? null : whyNot(facts, 'ask_citizen'),
    intro: `Người gửi đọc được câu hỏi này. Gửi rồi, đồng hồ trả lời dừng đến khi có lời bổ sung${leftOf(facts)}.`,
    fields: [field(form, 'question', 'Cần hỏi điều gì', '', { kind: 'area', rows: 3 })],
    button: 'Gửi câu hỏi',
  });
}

function replyStep(facts: StepFacts): Made {
  const form = formOf(facts, 'reply');
  return formStep(facts, 'reply', 'reply', {
    title: 'ghi lời người gửi bổ sung',
    icon: 'inbox',
    quote: facts.detail.question,
    intro: 'Ghi xong, đồng hồ chạy lại ngay; hạn lùi đúng bằng thời gian đã dừng.',
    fields: [
      field(form, 'reply', 'Người gửi trả lời thế nào', '', { kind: 'area', rows: 4 }),
      filesField(form, 'replyPhotos', 'Ảnh người gửi đưa', false),
    ],
    button: 'Ghi lời bổ sung',
  });
}

function extensionStep(facts: StepFacts): Made {
  const { detail, now } = facts;
  const form = formOf(facts, 'extension');
  const chosen = form.values['newDay'] ?? '';
  const options: SelectOption[] = detail.extension.choices.map((dueAt) => {
    const value = dayInVietnam(dueAt);
    return { value, label: formatNearVi(dueAt, now), selected: value === chosen, subject: false };
  });
  const due = detail.resolveDueAt === null ? '' : ` Hạn hiện nay là ${formatNearVi(detail.resolveDueAt, now)}.`;
  return formStep(facts, 'extension', 'extension', {
    group: 'time',
    title: 'Xin gia hạn…',
    icon: 'calendar-plus',
    folded: true,
    blocked: may(facts, 'request_extension') ? null : whyNot(facts, 'request_extension'),
    intro: `Mỗi phiếu chỉ gia hạn một lần, thủ trưởng quyết định trước hạn; người gửi được báo hạn mới và lý do.${due}`,
    fields: [
      field(form, 'newDay', 'Hạn mới', '', {
        kind: 'select',
        options: [{ value: '', label: 'Chọn hạn mới', selected: chosen === '', subject: false }, ...options],
      }),
      field(form, 'reason', 'Vì sao cần thêm thời gian', '', { kind: 'area', rows: 3 }),
    ],
    button: 'Trình thủ trưởng',
  });
}

function decisionStep(facts: StepFacts): Made {
  const { detail, now, sent } = facts;
  const form = formOf(facts, sent === 'extension-refuse' ? 'extension-refuse' : 'extension-approve');
  const { pending } = detail.extension;
  const who = pending?.askedByName ?? 'Cán bộ xử lý';
  const move =
    pending === null
      ? ''
      : `: hạn chuyển từ ${formatNearVi(pending.dueBefore, now)} thành ${formatNearVi(pending.dueAfter, now)}`;
  return formStep(facts, 'decision', 'extension-approve', {
    title: 'quyết định gia hạn',
    icon: 'check',
    blocked: may(facts, 'decide_extension') ? null : whyNot(facts, 'decide_extension'),
    intro: `${who} xin gia hạn${move}. Đồng ý thì người gửi được báo hạn mới và lý do.`,
    quote: pending?.reason ?? null,
    fields: [
      field(form, 'words', 'Lời quyết định', '', {
        kind: 'area',
        rows: 2,
        required: false,
        hint: 'Không đồng ý thì xin ghi vì sao.',
      }),
    ],
    button: 'Đồng ý gia hạn',
    second: { step: 'extension-refuse', label: 'Không đồng ý' },
  });
}

function reclassifyStep(facts: StepFacts): Made {
  const { detail, choices } = facts;
  const form = formOf(facts, 'reclassify');
  const option = (value: string, label: string, selected: boolean): SelectOption => ({
    value,
    label,
    selected,
    subject: false,
  });
  const priority = form.values['priority'] ?? detail.priority;
  const boundary = form.values['boundary'] ?? (detail.boundary === 'emergency' ? 'emergency' : 'ordinary');
  return formStep(facts, 'reclassify', 'reclassify', {
    group: 'record',
    title: 'Sửa loại việc, mức ưu tiên…',
    icon: 'pen-line',
    folded: true,
    preview: `/phieu/${detail.id}/reclassify-preview`,
    intro: 'Phiếu vẫn ở đơn vị đang giữ. Hạn tính lại từ lúc người gửi gửi, theo mức của loại việc mới.',
    fields: [
      field(form, 'newCategoryCode', 'Loại việc đúng', '', {
        kind: 'select',
        options: choices.categories(form.values['newCategoryCode'] ?? detail.category?.code ?? '', 'Chọn loại việc'),
      }),
      field(form, 'boundary', 'Có khẩn cấp không', '', {
        kind: 'select',
        options: [
          option('ordinary', 'Việc thường', boundary === 'ordinary'),
          option('emergency', 'Khẩn cấp', boundary === 'emergency'),
        ],
      }),
      field(form, 'priority', 'Mức ưu tiên', '', {
        kind: 'select',
        options: [option('normal', 'Thường', priority === 'normal'), option('high', 'Cao', priority === 'high')],
      }),
      field(form, 'why', 'Vì sao sửa', '', { kind: 'area', rows: 2, required: false }),
    ],
    button: 'Sửa loại việc',
  });
}

function transferStep(facts: StepFacts): Made {
  const form = formOf(facts, 'transfer');
  return formStep(facts, 'transfer', 'transfer', {
    group: 'lead',
    title: 'Chuyển đơn vị khác…',
    icon: 'arrow-right',
    folded: true,
    intro:
      'Hạn trả lời người dân không đổi. Đơn vị mới có đồng hồ nhận việc và đồng hồ xử lý riêng, tính từ lúc chuyển.',
    agencies: facts.choices.agencyNames(),
    fields: [
      field(form, 'newLead', 'Đơn vị chủ trì mới', '', { list: 'ds-co-quan' }),
      field(form, 'ground', 'Vì sao chuyển', '', { kind: 'area', rows: 2, hint: 'Cả hai đơn vị cùng đọc.' }),
    ],
    button: 'Chuyển đơn vị',
  });
}

/** "Báo trước 10:00 hôm nay. ", of a clock that runs. */
function untilOf({ detail, now }: StepFacts, kind: TicketClockKind, words: string): string {
  const clock = detail.clocks.find((one) => one.kind === kind && one.stoppedAt === null);
  return clock ? `${words} ${formatNearVi(clock.dueAt, now)}. ` : '';
}

/** "; khi đó còn 2 ngày làm việc", as the clock end to end stands now. */
function leftOf({ detail }: StepFacts): string {
  const clock = detail.clocks.find(({ kind, stoppedAt }) => kind === 'resolve' && stoppedAt === null);
  return clock?.remainingShort?.startsWith('còn') === true ? `; lúc này ${clock.remainingShort}` : '';
}
