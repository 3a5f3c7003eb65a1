import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Principal } from '../../src/identity/index.js';
import { Problem } from '../../src/kernel/index.js';
import { TICKET_COMMANDS, TICKET_STATES, type TicketCommand, type TicketState } from '../../src/tickets/index.js';
import { COMMAND_LABELS, stateRow } from '../../src/tickets/domain/state-table.js';
import { ANSWER, by, CENTRE, openDesk, people, staff, type Desk } from './tickets-desk.js';
import { tableBench, type Reached } from './table-bench.js';

jest.setTimeout(300_000);

/** A deputy is a handler who may do what the head approves; giving the ticket to others stays the head's. */
/** She has also written what is decided on, where somebody has: a deputy does not decide on the own work. */
const WRITER = 'lead deputy who wrote it';
const LEAD = ['lead handler', 'lead head', 'lead deputy', WRITER];
const HEAD = ['lead head', 'lead deputy', WRITER];
const DESK = ['operator', 'coordinator'];
const SENDER = ['reporter', ...DESK];
const OPEN: readonly TicketState[] = [
  'received',
  'assigned',
  'in_progress',
  'awaiting_info',
  'awaiting_approval',
  'awaiting_publication',
];
const WORKED: readonly TicketState[] = ['in_progress', 'awaiting_info', 'awaiting_approval', 'awaiting_publication'];
const ANSWERED: readonly TicketState[] = ['published', 'resolved_private'];

/** Who may do a command at all, and in which states, written out once more by hand. */
const MAY: Readonly<Record<TicketCommand, { readonly who: readonly string[]; readonly in: readonly TicketState[] }>> = {
  classify: { who: ['coordinator'], in: ['received'] },
  accept: { who: LEAD, in: ['assigned'] },
  save_draft: { who: LEAD, in: ['in_progress'] },
  submit_answer: { who: LEAD, in: ['in_progress'] },
  approve_answer: { who: HEAD, in: ['awaiting_approval'] },
  return_answer: { who: HEAD, in: ['awaiting_approval'] },
  publish: { who: ['coordinator'], in: ['awaiting_publication'] },
  guide_elsewhere: { who: ['coordinator'], in: ['received', 'assigned', 'in_progress', 'awaiting_approval'] },
  report_action: { who: LEAD, in: ['in_progress', 'awaiting_info', 'awaiting_approval'] },
  reclassify: { who: ['coordinator'], in: ['assigned', 'in_progress', 'awaiting_info', 'awaiting_approval'] },
  transfer: { who: ['coordinator'], in: ['assigned', 'in_progress', 'awaiting_info'] },
  return_ticket: { who: LEAD, in: ['assigned', 'in_progress'] },
  appeal_lead: { who: HEAD, in: ['assigned', 'in_progress'] },
  rule_lead: { who: ['coordinator', 'overseer'], in: ['received', 'assigned', 'in_progress'] },
  assign: { who: [...LEAD, 'service'], in: ['assigned', 'in_progress', 'awaiting_info', 'awaiting_approval'] },
  ask_support: { who: LEAD, in: ['in_progress'] },
  deliver_support: { who: ['supporting handler'], in: WORKED },
  remind_support: { who: LEAD, in: WORKED },
  withdraw_support: { who: LEAD, in: WORKED },
  ask_citizen: { who: LEAD, in: ['in_progress'] },
  record_reply: { who: [...LEAD, ...SENDER], in: ['awaiting_info'] },
  remind_question: { who: ['service'], in: ['awaiting_info'] },
  expire_question: { who: ['service'], in: ['awaiting_info'] },
  request_extension: { who: LEAD, in: ['in_progress'] },
  decide_extension: { who: HEAD, in: ['in_progress', 'awaiting_approval'] },
  send_apology: { who: HEAD, in: TICKET_STATES },
  report_done: { who: LEAD, in: ANSWERED },
  correct: { who: ['coordinator'], in: OPEN },
  add_facts: { who: SENDER, in: [...OPEN, 'merged'] },
  enquire: { who: SENDER, in: TICKET_STATES },
  chase: { who: SENDER, in: [...OPEN, 'merged'] },
  remind_holder: { who: ['coordinator', 'director', 'overseer', ...HEAD], in: OPEN },
  reject: { who: ['coordinator', 'director'], in: ['received', 'assigned'] },
  withdraw: { who: SENDER, in: ['received', 'assigned', 'in_progress', 'awaiting_info', 'awaiting_approval'] },
  merge: { who: ['coordinator', 'service'], in: ['received', 'assigned', 'in_progress', 'awaiting_info'] },
  absorb: { who: ['coordinator', 'service'], in: OPEN },
  split: { who: ['coordinator'], in: ['merged'] },
  link: { who: ['coordinator'], in: TICKET_STATES.filter((state) => state !== 'guided_elsewhere') },
  reopen: { who: ['reporter', 'coordinator'], in: [...ANSWERED, 'closed', 'rejected', 'withdrawn'] },
  close: { who: ['service'], in: ANSWERED },
  move_agency: { who: ['service'], in: TICKET_STATES },
  moderate: { who: ['coordinator'], in: [...OPEN, 'published', 'closed', 'merged'] },
};

/** In these the agency of the ward has the ticket; of the others it knows nothing. */
const WITH_AGENCY: readonly TicketState[] = TICKET_STATES.filter(
  (state) => !['received', 'guided_elsewhere', 'rejected'].includes(state),
);

/** A guided ticket is the centre's: its own people are told that the time for that is over. */
const CENTRE_ANSWERS: Readonly<Partial<Record<TicketCommand, readonly string[]>>> = {
  accept: ['coordinator'],
  save_draft: ['coordinator'],
  submit_answer: ['coordinator'],
  approve_answer: ['director'],
  return_answer: ['director'],
  report_action: ['coordinator'],
  return_ticket: ['coordinator'],
  appeal_lead: ['director'],
  assign: ['coordinator', 'director'],
  ask_support: ['coordinator'],
  remind_support: ['coordinator'],
  withdraw_support: ['coordinator'],
  ask_citizen: ['coordinator'],
  request_extension: ['coordinator'],
  decide_extension: ['director'],
  report_done: ['coordinator'],
};

type Answer = 'done' | 'not-found' | 'conflict';

/** A ticket's code, which is drawn by lot. */
const CODE = /\bDN\d+-\d+-\d+\b/gu;

/** Allowed by role and state, and then something of the ticket itself stands in the way; in these words, codes left out. */
const OBSTACLES: Readonly<Record<string, string>> = {
  // Whoever is to be asked to look at a ruling again does not make the first one.
  ...ofEach(
    ['received', 'assigned', 'in_progress'],
    ['rule_lead overseer'],
    'Điều phối viên 1022 quyết định đơn vị chủ trì trước; Văn phòng UBND xem lại khi đơn vị đề nghị.',
  ),
  // Nobody has accepted it yet: a handler accepts it instead.
  ...ofEach(
    ['assigned'],
    ['assign lead handler', 'assign lead deputy', `assign ${WRITER}`],
    'Phiếu chưa ai nhận: xin bấm “Nhận xử lý”, phiếu sẽ mang tên người nhận.',
  ),
  ...ofEach(
    ['in_progress', 'awaiting_info', 'awaiting_approval'],
    [`assign ${WRITER}`],
    'Anh chị đang giữ phiếu này rồi.',
  ),
  ...ofEach(
    ['awaiting_approval'],
    [`approve_answer ${WRITER}`, `return_answer ${WRITER}`],
    'Câu trả lời này do chính bạn trình, nên bạn không ký thay để duyệt hay trả lại. Xin đợi thủ trưởng đơn vị, hoặc người khác đang được ký thay.',
  ),
  ...ofEach(
    ['in_progress', 'awaiting_approval'],
    [`decide_extension ${WRITER}`],
    'Gia hạn này do chính bạn xin, nên bạn không ký thay để quyết định. Xin đợi thủ trưởng đơn vị, hoặc người khác đang được ký thay.',
  ),
  // Without a class it is not public, and has no promise to share.
  ...ofEach(
    ['received'],
    ['merge coordinator', 'merge service'],
    'Phiếu … không công khai, phiếu … thì công khai; gộp lại là công khai việc riêng của người gửi. Xin liên kết hai phiếu.',
  ),
  ...ofEach(
    ['received'],
    ['absorb coordinator', 'absorb service'],
    'Phiếu … không công khai; gộp phiếu … vào thì người khác đọc được câu trả lời riêng. Xin liên kết hai phiếu.',
  ),
  // What stands still takes nobody's time along.
  ...ofEach(
    ['awaiting_info'],
    ['absorb coordinator', 'absorb service'],
    'Phiếu … đang chờ người gửi bổ sung nên thời hạn đang dừng; phiếu khác gộp vào sẽ bị chờ theo. Xin gộp ngược lại, hoặc đợi người gửi trả lời.',
  ),
  // What was never published has no copy.
  ...ofEach([...OPEN, 'merged'], ['moderate coordinator'], 'Phiếu này không có bản công khai.'),
  // The time for rating is over, or there is no answer to rate: the centre alone.
  ...ofEach(
    ['closed', 'rejected'],
    ['reopen reporter'],
    'Phiếu này không mở lại ở đây được. Xin gọi 1022, điều phối viên sẽ xem.',
  ),
  // Of a merged one the answer that is looked at again is that of the ticket that stands for it, still to come here.
  'merged reopen reporter': 'Phiếu đang ở bước “Đã chuyển đơn vị” nên lúc này không làm được việc “Mở lại”.',
};

function ofEach(states: readonly TicketState[], whats: readonly string[], words: string): Record<string, string> {
  return Object.fromEntries(states.flatMap((state) => whats.map((what) => [`${state} ${what}`, words])));
}

function expected(state: TicketState, command: TicketCommand, role: string): Answer {
  const gate = command === 'return_answer' && state === 'awaiting_publication';
  const rule = gate ? { who: ['coordinator'], in: [state] } : MAY[command];
  const line = `${state} ${command} ${role}`;
  if (line in OBSTACLES) return 'conflict';
  // Of what no agency sees the centre writes the letter.
  if (command === 'send_apology' && ['received', 'guided_elsewhere'].includes(state))
    return role === 'director' ? 'done' : 'not-found';
  if (state === 'guided_elsewhere' && CENTRE_ANSWERS[command]?.includes(role)) return 'conflict';
  if (!rule.who.includes(role)) return 'not-found';
  if (role.startsWith('lead') && !WITH_AGENCY.includes(state) && !(state === 'rejected' && command === 'send_apology'))
    return 'not-found';
  if (role === 'supporting handler' && !rule.in.includes(state)) return 'not-found';
  // Nobody who watches sees a complaint.
  if (state === 'guided_elsewhere' && role === 'overseer') return 'not-found';
  return rule.in.includes(state) ? 'done' : 'conflict';
}

const NOT_THERE = 'Không tìm thấy phiếu này.';
const TOO_LATE_FOR_FACTS =
  'Phiếu đã kết thúc nên không bổ sung được nữa. Có tình tiết mới, xin yêu cầu xem lại phiếu ngay trên trang theo dõi, hoặc gọi 1022.';

/** In which words: that there is nothing, what stands in the way, or that it is not the time for it. */
function wordsOf(state: TicketState, command: TicketCommand, role: string): string {
  const answer = expected(state, command, role);
  if (answer !== 'conflict') return answer === 'done' ? '' : NOT_THERE;
  const obstacle = OBSTACLES[`${state} ${command} ${role}`];
  if (obstacle !== undefined) return obstacle;
  if (command === 'add_facts' && !OPEN.includes(state)) return TOO_LATE_FOR_FACTS;
  const { label } = stateRow(state);
  const what = `làm được việc “${COMMAND_LABELS[command]}”.`;
  // Of several tickets the one that is meant is named.
  const which = command === 'merge' || command === 'absorb' ? '…: ' : '';
  if (!OPEN.includes(state)) return `${which}Phiếu đã kết thúc (“${label}”) nên không ${what}`;
  const later = OPEN.slice(OPEN.indexOf(state) + 1).some((next) => MAY[command].in.includes(next));
  return `${which}Phiếu đang ở bước “${label}” nên ${later ? 'chưa' : 'lúc này không'} ${what}`;
}

/** Thrown to undo what was allowed: one ticket serves everybody. */
class Done extends Error {}

describe('every state × command × role gets an explicit answer', () => {
  let desk: Desk;
  let bench: Awaited<ReturnType<typeof tableBench>>;
  beforeAll(async () => {
    desk = await openDesk();
    bench = await tableBench(desk);
  });
  afterAll(() => desk?.drop());

  it('lets the centre answer its own questions: a coordinator writes, the director approves', async () => {
    const who = people();
    const coordinator = by(who.coordinator);
    const asked = await desk.open({ categoryCode: 'tthc-hoi-dap' });
    expect(await desk.ticket(asked.ticketId)).toMatchObject({ leadAgencyCode: CENTRE, state: 'assigned' });
    const accepted = await desk.accept.execute(asked, coordinator);
    const submitted = await desk.submit.execute({ ...accepted, ...ANSWER }, by(who.coordinator));
    await expect(desk.approve.execute(submitted, by(who.coordinator))).rejects.toMatchObject({ kind: 'not-found' });
    const approved = await desk.approve.execute(submitted, by(staff('director', CENTRE)));
    expect(approved.state).toBe('awaiting_publication');
  });

  /** What somebody is answered; the refusal in words. Nothing of it stays. */
  const answerOf = async (command: TicketCommand, at: Reached, principal: Principal): Promise<[Answer, string]> => {
    try {
      await desk.unitOfWork.run(async (transaction) => {
        await bench.run[command](transaction, at, { principal, requestId: 'test', idempotency: null });
        throw new Done();
      });
    } catch (error) {
      if (error instanceof Done) return ['done', ''];
      if (error instanceof Problem) return [error.kind as Answer, error.title];
      throw error;
    }
    throw new Error('unreachable');
  };

  it.each(TICKET_STATES)('%s', async (state) => {
    const plain = await bench.reach[state]();
    expect(await desk.ticket(plain.ticketId)).toMatchObject({ state });
    const answers: string[] = [];
    const wanted: string[] = [];
    for (const command of TICKET_COMMANDS) {
      const works =
        MAY[command].in.includes(state) || (command === 'return_answer' && state === 'awaiting_publication');
      const at = works ? await bench.fit(state, command) : plain;
      desk.clock.set(bench.timeOf(state, command));
      for (const [role, principal] of Object.entries(bench.roles)) {
        const line = `${state} ${command} ${role}`;
        wanted.push(`${line}: ${expected(state, command, role)}. ${wordsOf(state, command, role)}`);
        const [answer, words] = await answerOf(command, at, principal(at.ticketId));
        answers.push(`${line}: ${answer}. ${words.replace(CODE, '…')}`);
      }
      desk.clock.set(bench.timeOf(state, 'enquire'));
      // Nobody who was refused has left a trace.
      expect([command, (await desk.ticket(at.ticketId)).version]).toEqual([command, at.version]);
    }
    expect(answers).toEqual(wanted);
  });
});
