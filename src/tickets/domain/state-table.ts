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
  'guided_elsewhere',
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
  'ask_citizen',
  'record_reply',
  'request_extension',
  'decide_extension',
  'send_apology',
] as const;

/** What moves a ticket, or works on it, once it is open. */
export type TicketCommand = (typeof TICKET_COMMANDS)[number];

export interface StateRow {
  readonly state: TicketState;
  /** As people read it. */
  readonly label: string;
  /** A ticket may rest here for ever: what is still done with it does not lead away. */
  readonly terminal: boolean;
  /** command → the states it may lead to. */
  readonly on: Readonly<Partial<Record<TicketCommand, readonly TicketState[]>>>;
}

/** Where a ticket may start: routed at once, or waiting for a coordinator. */
export const INITIAL_STATES: readonly TicketState[] = ['received', 'assigned'];

/** An apology is owed from the breach on, whatever has become of the ticket. */
const owing = (state: TicketState): StateRow['on'] => ({ send_apology: [state] });

export const STATE_TABLE: readonly StateRow[] = [
  {
    state: 'received',
    label: 'Mới tiếp nhận',
    terminal: false,
    // A ticket that turns out to be a complaint or a denunciation is classified as such and stays with the centre.
    on: { classify: ['received', 'assigned'], guide_elsewhere: ['guided_elsewhere'], ...owing('received') },
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
      ...owing('assigned'),
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
      ask_citizen: ['awaiting_info'],
      request_extension: ['in_progress'],
      decide_extension: ['in_progress'],
      ...owing('in_progress'),
    },
  },
  {
    state: 'awaiting_info',
    label: 'Chờ bổ sung',
    terminal: false,
    on: { record_reply: ['in_progress'], report_action: ['awaiting_info'], ...owing('awaiting_info') },
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
      decide_extension: ['awaiting_approval'],
      ...owing('awaiting_approval'),
    },
  },
  {
    state: 'awaiting_publication',
    label: 'Chờ công khai',
    terminal: false,
    on: {
      publish: ['published', 'resolved_private'],
      return_answer: ['in_progress'],
      ...owing('awaiting_publication'),
    },
  },
  { state: 'published', label: 'Đã công khai', terminal: true, on: owing('published') },
  { state: 'resolved_private', label: 'Đã trả lời, không công khai', terminal: true, on: owing('resolved_private') },
  {
    state: 'guided_elsewhere',
    label: 'Hướng dẫn khiếu nại, tố cáo',
    terminal: true,
    on: owing('guided_elsewhere'),
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
  ask_citizen: 'Hỏi thêm người dân',
  record_reply: 'Ghi lời người dân bổ sung',
  request_extension: 'Xin gia hạn',
  decide_extension: 'Quyết định gia hạn',
  send_apology: 'Gửi thư xin lỗi',
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
