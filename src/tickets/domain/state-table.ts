/**
 * The life of a ticket as data: which states there are, what may be done in each, and where that leads.
 * Commands, policy, documentation and the start-up check all read this table; adding a state is adding a row.
 */

export const TICKET_STATES = [
  'received',
  'assigned',
  'in_progress',
  'awaiting_info',
  'awaiting_approval',
  'awaiting_publication',
  'published',
  'resolved_private',
  'closed',
  'guided_elsewhere',
  'rejected',
  'withdrawn',
  'merged',
] as const;

export type TicketState = (typeof TICKET_STATES)[number];

export const TICKET_COMMANDS = [
  'classify',
  'accept',
  'save_draft',
  'submit_answer',
  'approve_answer',
  'return_answer',
  'publish',
  'guide_elsewhere',
  'report_action',
  'reclassify',
  'transfer',
  'return_ticket',
  'appeal_lead',
  'rule_lead',
  'assign',
  'ask_support',
  'deliver_support',
  'remind_support',
  'withdraw_support',
  'ask_citizen',
  'record_reply',
  'remind_question',
  'expire_question',
  'request_extension',
  'decide_extension',
  'send_apology',
  'report_done',
  'correct',
  'add_facts',
  'enquire',
  'chase',
  'remind_holder',
  'reject',
  'withdraw',
  'merge',
  'absorb',
  'split',
  'link',
  'reopen',
  'close',
  'move_agency',
  'moderate',
] as const;

/** What moves a ticket, or works on it, once it is open. */
export type TicketCommand = (typeof TICKET_COMMANDS)[number];

export interface StateRow {
  readonly state: TicketState;
  /** As people read it. */
  readonly label: string;
  /** A ticket may rest here for ever: nobody owes anything. Only the commands of `BACK` lead out again. */
  readonly terminal: boolean;
  /** command → the states it may lead to. */
  readonly on: Readonly<Partial<Record<TicketCommand, readonly TicketState[]>>>;
}

/** What leads from one end to another, or from an end back to work; nothing else does. */
export const BACK: readonly TicketCommand[] = ['reopen', 'split', 'close'];

/** Where a ticket may start: routed at once, or waiting for a coordinator. */
export const INITIAL_STATES: readonly TicketState[] = ['received', 'assigned'];

/** An apology is owed from the breach on, whatever has become of the ticket; and anybody may ask how it stands. */
const always = (state: TicketState): StateRow['on'] => ({
  send_apology: [state],
  enquire: [state],
  link: [state],
  move_agency: [state],
});

/** What may be said and put right beside the way while the ticket is open. */
const beside = (state: TicketState): StateRow['on'] => ({
  ...always(state),
  correct: [state],
  add_facts: [state],
  chase: [state],
  remind_holder: [state],
  absorb: [state],
  // What was published before it was opened again stays public, and can be changed and taken off.
  moderate: [state],
});

/** Other agencies give their part while the lead works. */
const parts = (state: TicketState): StateRow['on'] => ({
  deliver_support: [state],
  remind_support: [state],
  withdraw_support: [state],
});

export const STATE_TABLE: readonly StateRow[] = [
  {
    state: 'received',
    label: 'Mới tiếp nhận',
    terminal: false,
    // A ticket that turns out to be a complaint or a denunciation is classified as such and stays with the centre.
    on: {
      classify: ['received', 'assigned'],
      rule_lead: ['assigned'],
      guide_elsewhere: ['guided_elsewhere'],
      reject: ['rejected'],
      withdraw: ['withdrawn'],
      merge: ['merged'],
      ...beside('received'),
    },
  },
  {
    state: 'assigned',
    label: 'Đã chuyển đơn vị',
    terminal: false,
    on: {
      accept: ['in_progress'],
      guide_elsewhere: ['guided_elsewhere'],
      reclassify: ['assigned'],
      transfer: ['assigned'],
      return_ticket: ['received'],
      appeal_lead: ['assigned'],
      rule_lead: ['assigned'],
      assign: ['assigned'],
      reject: ['rejected'],
      withdraw: ['withdrawn'],
      merge: ['merged'],
      ...beside('assigned'),
    },
  },
  {
    state: 'in_progress',
    label: 'Đang xử lý',
    terminal: false,
    on: {
      save_draft: ['in_progress'],
      submit_answer: ['awaiting_approval'],
      guide_elsewhere: ['guided_elsewhere'],
      report_action: ['in_progress'],
      reclassify: ['in_progress'],
      transfer: ['assigned'],
      return_ticket: ['received'],
      appeal_lead: ['in_progress'],
      rule_lead: ['assigned', 'in_progress'],
      assign: ['in_progress'],
      ask_support: ['in_progress'],
      ...parts('in_progress'),
      ask_citizen: ['awaiting_info'],
      request_extension: ['in_progress'],
      decide_extension: ['in_progress'],
      withdraw: ['withdrawn'],
      merge: ['merged'],
      ...beside('in_progress'),
    },
  },
  {
    state: 'awaiting_info',
    label: 'Chờ bổ sung',
    terminal: false,
    on: {
      record_reply: ['in_progress'],
      remind_question: ['awaiting_info'],
      // One that stands for others goes on.
      expire_question: ['withdrawn', 'in_progress'],
      report_action: ['awaiting_info'],
      reclassify: ['awaiting_info'],
      transfer: ['assigned'],
      assign: ['awaiting_info'],
      ...parts('awaiting_info'),
      withdraw: ['withdrawn'],
      merge: ['merged'],
      ...beside('awaiting_info'),
    },
  },
  {
    state: 'awaiting_approval',
    label: 'Chờ lãnh đạo duyệt',
    terminal: false,
    on: {
      approve_answer: ['awaiting_publication'],
      return_answer: ['in_progress'],
      guide_elsewhere: ['guided_elsewhere'],
      report_action: ['awaiting_approval'],
      reclassify: ['awaiting_approval'],
      assign: ['awaiting_approval'],
      ...parts('awaiting_approval'),
      decide_extension: ['awaiting_approval'],
      withdraw: ['withdrawn'],
      ...beside('awaiting_approval'),
    },
  },
  {
    state: 'awaiting_publication',
    label: 'Chờ công khai',
    terminal: false,
    on: {
      publish: ['published', 'resolved_private'],
      return_answer: ['in_progress'],
      ...parts('awaiting_publication'),
      ...beside('awaiting_publication'),
    },
  },
  {
    state: 'published',
    label: 'Đã công khai',
    terminal: true,
    on: {
      report_done: ['published'],
      reopen: ['assigned', 'received'],
      close: ['closed'],
      moderate: ['published'],
      ...always('published'),
    },
  },
  {
    state: 'resolved_private',
    label: 'Đã trả lời, không công khai',
    terminal: true,
    on: {
      report_done: ['resolved_private'],
      reopen: ['assigned', 'received'],
      close: ['closed'],
      ...always('resolved_private'),
    },
  },
  // After the survey window: the centre alone opens it again, for new evidence or by order.
  {
    state: 'closed',
    label: 'Đã đóng',
    terminal: true,
    on: { reopen: ['assigned', 'received'], moderate: ['closed'], ...always('closed') },
  },
  {
    state: 'guided_elsewhere',
    label: 'Hướng dẫn khiếu nại, tố cáo',
    terminal: true,
    // Never linked: the other ticket's story would tell its agency that there is one.
    on: {
      send_apology: ['guided_elsewhere'],
      enquire: ['guided_elsewhere'],
      move_agency: ['guided_elsewhere'],
    },
  },
  {
    state: 'rejected',
    label: 'Từ chối tiếp nhận',
    terminal: true,
    on: { reopen: ['received'], ...always('rejected') },
  },
  {
    state: 'withdrawn',
    label: 'Người gửi rút',
    terminal: true,
    on: { reopen: ['assigned', 'received'], ...always('withdrawn') },
  },
  {
    state: 'merged',
    label: 'Trùng, đã gộp',
    terminal: true,
    // What its reporter says reaches whoever works on the ticket that stands for it.
    on: {
      split: ['assigned', 'received'],
      add_facts: ['merged'],
      chase: ['merged'],
      moderate: ['merged'],
      ...always('merged'),
    },
  },
];

/** What a button says, and what the API answers with. */
export const COMMAND_LABELS: Readonly<Record<TicketCommand, string>> = {
  classify: 'Phân loại, chuyển đơn vị',
  accept: 'Nhận xử lý',
  save_draft: 'Lưu nháp',
  submit_answer: 'Trình lãnh đạo duyệt',
  approve_answer: 'Duyệt câu trả lời',
  return_answer: 'Trả lại để sửa',
  publish: 'Công khai câu trả lời',
  guide_elsewhere: 'Hướng dẫn nơi khiếu nại, tố cáo',
  report_action: 'Báo đã xử lý tại chỗ',
  reclassify: 'Sửa loại việc, mức ưu tiên',
  transfer: 'Chuyển đơn vị khác',
  return_ticket: 'Trả lại, đề nghị đơn vị khác',
  appeal_lead: 'Đề nghị Văn phòng UBND xem lại đơn vị chủ trì',
  rule_lead: 'Quyết định đơn vị chủ trì',
  assign: 'Giao người xử lý',
  ask_support: 'Đề nghị đơn vị phối hợp',
  deliver_support: 'Gửi phần phối hợp',
  remind_support: 'Nhắc đơn vị phối hợp',
  withdraw_support: 'Thôi đề nghị phối hợp',
  ask_citizen: 'Hỏi thêm người dân',
  record_reply: 'Ghi lời người dân bổ sung',
  remind_question: 'Nhắc người dân bổ sung',
  expire_question: 'Kết thúc vì hết hạn chờ bổ sung',
  request_extension: 'Xin gia hạn',
  decide_extension: 'Quyết định gia hạn',
  send_apology: 'Gửi thư xin lỗi',
  report_done: 'Báo việc đã hẹn đã xong',
  correct: 'Sửa nội dung, địa điểm, nơi bị phản ánh',
  add_facts: 'Ghi thêm thông tin, ảnh',
  enquire: 'Ghi lần hỏi kết quả',
  chase: 'Ghi lần giục',
  remind_holder: 'Nhắc đơn vị đang giữ',
  reject: 'Từ chối tiếp nhận',
  withdraw: 'Rút phản ánh',
  merge: 'Gộp vào phiếu khác',
  absorb: 'Nhận phiếu trùng',
  split: 'Tách khỏi phiếu đã gộp',
  link: 'Liên kết phiếu',
  reopen: 'Mở lại',
  close: 'Đóng phiếu',
  move_agency: 'Chuyển theo thay đổi đơn vị',
  moderate: 'Sửa, gỡ hoặc công khai lại bản công khai',
};

const ROWS = new Map(STATE_TABLE.map((row) => [row.state, row]));

export function stateRow(state: TicketState): StateRow {
  const row = ROWS.get(state);
  if (!row) throw new Error(`Unknown ticket state ${state}`);
  return row;
}

export function stateLabel(state: TicketState): string {
  return stateRow(state).label;
}

/** States in which somebody still owes the citizen something. */
export const OPEN_STATES: readonly TicketState[] = STATE_TABLE.filter((row) => !row.terminal).map((row) => row.state);

export function isOpen(state: TicketState): boolean {
  return !stateRow(state).terminal;
}

/**
 * @returns whether the table lets `command` lead from one state to the other.
 */
export function leads(from: TicketState, command: TicketCommand, to: TicketState): boolean {
  return stateRow(from).on[command]?.includes(to) ?? false;
}
