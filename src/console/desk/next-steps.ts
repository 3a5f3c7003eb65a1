import { formatNearVi } from '../../sla/index.js';
import type { TicketDetail } from '../../tickets/index.js';
import { field } from '../form-field.js';
import { answerStep, approveStep, publishStep } from './answer-steps.js';
import type { Offered } from './desk-part.js';
import {
  action,
  draftName,
  formOf,
  isBack,
  isOffered,
  may,
  STEP_GROUPS,
  type Made,
  type Step,
  type StepFacts,
  type StepGroup,
} from './step.js';
import { timeSteps } from './time-steps.js';

/** The right pane: what this person may do with the ticket now, else who has to do what until when. */
export function nextSteps(facts: StepFacts, parts: Required<Offered>): Step[] {
  const { detail } = facts;
  const guided = detail.boundary === 'complaint' || detail.boundary === 'denunciation';
  const time = timeSteps(facts);
  const main: Step[] = [
    ...(may(facts, 'accept') ? [acceptStep(facts)] : []),
    ...time.first,
    ...parts.first,
    // Whoever may not submit yet can still write.
    ...(may(facts, 'submit_answer') || may(facts, 'save_draft') ? [answerStep(facts)] : []),
    ...(isOffered(facts, 'approve_answer', ['awaiting_approval']) ? [approveStep(facts)] : []),
    ...(may(facts, 'publish') ? [publishStep(facts)] : []),
  ];
  const guide = may(facts, 'guide_elsewhere');
  const triage: Step[] = [
    ...(guide && guided ? [guideStep(facts, true)] : []),
    ...(may(facts, 'classify') ? [classifyStep(facts)] : []),
  ];
  const waits = main.length === 0 && !may(facts, 'classify') && !(guide && guided) ? [waitStep(facts)] : [];
  return [
    ...main,
    ...triage,
    ...waits,
    ...grouped([
      ...time.beside,
      ...parts.beside,
      ...(guide && !guided ? [guideStep(facts, facts.sent === 'guide-elsewhere')] : []),
    ]),
  ];
}

/** What can be done beside, by what belongs together; each group's first step carries its heading. */
function grouped(steps: readonly Step[]): Step[] {
  const groups = Object.keys(STEP_GROUPS) as StepGroup[];
  return groups.flatMap((group) =>
    steps
      .filter((step) => (step.group ?? 'record') === group)
      .map((step, index) => (index === 0 ? { ...step, heading: STEP_GROUPS[group] } : step)),
  );
}

const STEP_NAMES: Readonly<Record<string, string>> = {
  accept: 'nhận việc',
  answer: 'soạn trả lời',
  approve: 'duyệt câu trả lời',
  publish: 'kiểm tra và công khai',
  classify: 'phân loại',
  guide: 'hướng dẫn nơi nhận',
  action: 'báo đã xử lý tại chỗ',
  question: 'hỏi thêm người gửi',
  reply: 'ghi lời bổ sung',
  extension: 'xin gia hạn',
  decision: 'quyết định gia hạn',
  apology: 'gửi thư xin lỗi',
  reclassify: 'sửa loại việc',
  transfer: 'chuyển đơn vị khác',
};

/** The way to the next step where it lies out of sight; null when there is nothing to do. */
export function jumpLabel(steps: readonly Step[]): string | null {
  const [first, second] = steps;
  if (first === undefined) return null;
  const name = STEP_NAMES[first.kind] ?? (first as Made)['title'];
  if (first.kind !== 'wait') return `Bước tiếp theo: ${String(name)}`;
  return second === undefined ? null : 'Việc làm được với phiếu này';
}

function acceptStep(facts: StepFacts): Made {
  const { detail, now } = facts;
  const clock = detail.clocks.find(({ kind, stoppedAt }) => kind === 'accept' && stoppedAt === null);
  const due = clock ? formatNearVi(clock.dueAt, now) : '';
  // A deadline that has passed is not asked to be kept.
  const until = clock ? (clock.late ? `Hạn nhận ${due} đã qua, xin nhận ngay. ` : `Nhận trước ${due}. `) : '';
  return {
    kind: 'accept',
    action: action(facts, 'accept'),
    version: detail.version,
    text: `${until}Nhận rồi, phiếu mang tên người nhận và người gửi được báo ai đang xử lý.`,
  };
}

function classifyStep(facts: StepFacts): Made {
  const { detail, choices } = facts;
  const form = formOf(facts, 'classify');
  const { proposed } = detail.dispute;
  return {
    kind: 'classify',
    action: action(facts, 'classify'),
    draft: draftName(facts, 'classify'),
    returned: isBack(facts, 'classify'),
    // A complaint is guided; classifying it after all is the exception, and not what Ctrl Enter does.
    folded: detail.boundary === 'complaint' || detail.boundary === 'denunciation',
    open: isBack(facts, 'classify'),
    version: detail.version,
    reason: detail.routeReason,
    fields: [
      field(form, 'categoryCode', 'Loại việc', '', {
        kind: 'select',
        options: choices.categories(form.values['categoryCode'] ?? detail.category?.code ?? '', 'Chọn loại việc'),
      }),
      field(form, 'ward', 'Phường, xã', detail.ward?.name ?? '', {
        required: false,
        list: 'ds-phuong-xa',
        hint: detail.placeText === null ? 'Tên trước đây cũng được.' : `Người gửi ghi: “${detail.placeText}”.`,
      }),
      field(form, 'subject', 'Cơ quan bị phản ánh, nơi nộp hồ sơ', detail.subject?.name ?? '', {
        required: false,
        list: 'ds-co-quan',
      }),
      field(form, 'lead', 'Chỉ định đơn vị chủ trì', proposed?.name ?? '', {
        required: false,
        list: 'ds-co-quan',
        hint:
          proposed === null
            ? 'Bỏ trống thì theo quy tắc phân công.'
            : 'Đơn vị trả lại đề nghị nơi này; đổi được. Bỏ trống thì theo quy tắc phân công.',
      }),
    ],
    wards: choices.wardNames(),
    agencies: choices.agencyNames(),
  };
}

function guideStep(facts: StepFacts, open: boolean): Made {
  const { detail } = facts;
  const form = formOf(facts, 'guide-elsewhere');
  const denunciation = detail.boundary === 'denunciation';
  const kind = form.values['kind'] ?? (denunciation ? 'denunciation' : 'complaint');
  return {
    kind: 'guide',
    open,
    action: action(facts, 'guide-elsewhere'),
    draft: draftName(facts, 'guide-elsewhere'),
    returned: isBack(facts, 'guide-elsewhere'),
    first: detail.boundary === 'complaint' || detail.boundary === 'denunciation',
    texts: [
      { kind: 'complaint', text: facts.guidance.complaint },
      { kind: 'denunciation', text: facts.guidance.denunciation },
    ],
    version: detail.version,
    text: 'Phản đối một quyết định là khiếu nại, báo một người vi phạm là tố cáo. 1022 chỉ nơi nhận, không xử lý như phản ánh và không công khai.',
    fields: [
      field(form, 'kind', 'Đây là', kind, {
        kind: 'select',
        options: [
          { value: 'complaint', label: 'Khiếu nại', selected: kind === 'complaint', subject: false },
          { value: 'denunciation', label: 'Tố cáo', selected: kind === 'denunciation', subject: false },
        ],
      }),
      field(form, 'text', 'Lời hướng dẫn gửi người dân', facts.guidance[denunciation ? 'denunciation' : 'complaint'], {
        kind: 'area',
        rows: 8,
      }),
    ],
  };
}

function waitStep({ detail, now }: StepFacts): Made {
  return { kind: 'wait', text: waiting(detail, now) };
}

function waiting(detail: TicketDetail, now: Date): string {
  const lead = detail.lead?.name ?? 'Tổng đài 1022';
  const running = detail.clocks.find(({ kind, stoppedAt }) => kind === 'resolve' && stoppedAt === null);
  const due = running ? formatNearVi(running.dueAt, now) : '';
  const until = running ? (running.late ? `, đã quá hạn ${due}` : `, phải trả lời trước ${due}`) : '';
  switch (detail.state) {
    case 'received':
      return 'Điều phối viên 1022 đang xem và chuyển đơn vị.';
    case 'assigned':
      return `${lead} chưa nhận${until}.`;
    case 'in_progress':
      return `${lead} đang giữ${until}.`;
    case 'awaiting_info':
      return `${lead} đã hỏi lại người gửi và chờ bổ sung; đồng hồ đang dừng.`;
    case 'awaiting_approval':
      return `Lãnh đạo ${lead} đang xem câu trả lời${until}.`;
    case 'awaiting_publication':
      return 'Trung tâm 1022 đang kiểm tra câu trả lời trước khi gửi người dân.';
    case 'published':
    case 'resolved_private':
    case 'guided_elsewhere':
    case 'closed':
    case 'rejected':
    case 'withdrawn':
    case 'merged':
      return `Phiếu đã xong: ${detail.stateLabel.toLowerCase()}.`;
  }
}
