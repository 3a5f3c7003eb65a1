import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Principal } from '../../src/identity/index.js';
import { Problem } from '../../src/kernel/index.js';
import { TICKET_COMMANDS, TICKET_STATES, type TicketCommand, type TicketState } from '../../src/tickets/index.js';
import { ANSWER, by, CENTRE, openDesk, people, staff, type Desk } from './tickets-desk.js';
import { tableBench, type Reached } from './table-bench.js';

jest.setTimeout(300_000);

const LEAD = ['lead handler', 'lead head'];
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
  approve_answer: { who: ['lead head'], in: ['awaiting_approval'] },
  return_answer: { who: ['lead head'], in: ['awaiting_approval'] },
  publish: { who: ['coordinator'], in: ['awaiting_publication'] },
  guide_elsewhere: { who: ['coordinator'], in: ['received', 'assigned', 'in_progress', 'awaiting_approval'] },
  report_action: { who: LEAD, in: ['in_progress', 'awaiting_info', 'awaiting_approval'] },
  reclassify: { who: ['coordinator'], in: ['assigned', 'in_progress', 'awaiting_info', 'awaiting_approval'] },
  transfer: { who: ['coordinator'], in: ['assigned', 'in_progress', 'awaiting_info'] },
  return_ticket: { who: LEAD, in: ['assigned', 'in_progress'] },
  appeal_lead: { who: ['lead head'], in: ['assigned', 'in_progress'] },
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
  decide_extension: { who: ['lead head'], in: ['in_progress', 'awaiting_approval'] },
  send_apology: { who: ['lead head'], in: TICKET_STATES },
  report_done: { who: LEAD, in: ANSWERED },
  correct: { who: ['coordinator'], in: OPEN },
  add_facts: { who: SENDER, in: OPEN },
  enquire: { who: SENDER, in: TICKET_STATES },
  chase: { who: SENDER, in: OPEN },
  remind_holder: { who: ['coordinator', 'director', 'overseer', 'lead head'], in: OPEN },
  reject: { who: ['coordinator', 'director'], in: ['received', 'assigned'] },
  withdraw: { who: SENDER, in: ['received', 'assigned', 'in_progress', 'awaiting_info', 'awaiting_approval'] },
  merge: { who: ['coordinator', 'service'], in: ['received', 'assigned', 'in_progress', 'awaiting_info'] },
  absorb: { who: ['coordinator', 'service'], in: OPEN },
  split: { who: ['coordinator'], in: ['merged'] },
  link: { who: ['coordinator'], in: TICKET_STATES },
  reopen: { who: ['reporter', 'coordinator'], in: [...ANSWERED, 'closed', 'rejected', 'withdrawn'] },
  close: { who: ['service'], in: ANSWERED },
  move_agency: { who: ['service'], in: TICKET_STATES },
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
};

type Answer = 'done' | 'not-found' | 'conflict';

/** What the centre may do is open to its importers and jobs, unless a person has to answer for it: then there is none. */
const BY_SERVICE: Readonly<Partial<Record<TicketCommand, Answer>>> = {
  classify: 'done',
  publish: 'not-found',
  guide_elsewhere: 'not-found',
  reclassify: 'not-found',
  transfer: 'not-found',
  rule_lead: 'conflict',
  record_reply: 'done',
  correct: 'not-found',
  add_facts: 'done',
  enquire: 'done',
  chase: 'done',
  remind_holder: 'done',
  reject: 'not-found',
  withdraw: 'done',
  split: 'not-found',
  link: 'not-found',
  reopen: 'done',
};

/** Allowed by role and state, and then something of the ticket itself stands in the way. */
const OBSTACLES: readonly string[] = [
  // Whoever is to be asked to look at a ruling again does not make the first one.
  ...['received', 'assigned', 'in_progress'].map((state) => `${state} rule_lead overseer`),
  // Nobody has accepted it yet: a handler accepts it instead.
  'assigned assign lead handler',
  // Without a class it is not public, and has no promise to share.
  'received merge coordinator',
  'received merge service',
  'received absorb coordinator',
  'received absorb service',
  // What stands still takes nobody's time along.
  'awaiting_info absorb coordinator',
  'awaiting_info absorb service',
  // The time for rating is over: the centre alone.
  'closed reopen reporter',
  'rejected reopen reporter',
];

function expected(state: TicketState, command: TicketCommand, role: string): Answer {
  const gate = command === 'return_answer' && state === 'awaiting_publication';
  const rule = gate ? { who: ['coordinator'], in: [state] } : MAY[command];
  const line = `${state} ${command} ${role}`;
  if (OBSTACLES.includes(line)) return 'conflict';
  // Of what no agency sees the centre writes the letter.
  if (command === 'send_apology' && ['received', 'guided_elsewhere'].includes(state))
    return role === 'director' ? 'done' : 'not-found';
  if (state === 'guided_elsewhere' && CENTRE_ANSWERS[command]?.includes(role)) return 'conflict';
  const service =
    role === 'service' && !rule.who.includes(role) ? (gate ? 'not-found' : BY_SERVICE[command]) : undefined;
  if (!rule.who.includes(role) && service === undefined) return 'not-found';
  if (role.startsWith('lead') && !WITH_AGENCY.includes(state) && line !== 'rejected send_apology lead head')
    return 'not-found';
  if (role === 'supporting handler' && !rule.in.includes(state)) return 'not-found';
  // The service links nothing: it is nobody who could say why.
  if (command === 'link' && role === 'service') return 'not-found';
  if (state === 'guided_elsewhere' && command !== 'move_agency') return role === 'overseer' ? 'not-found' : 'conflict';
  if (!rule.in.includes(state)) return 'conflict';
  return service ?? 'done';
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
        wanted.push(`${line}: ${expected(state, command, role)}`);
        const [answer, words] = await answerOf(command, at, principal(at.ticketId));
        answers.push(`${line}: ${answer}`);
        // Missing and forbidden look the same; what is only untimely says so in words.
        if (answer === 'not-found') expect(words).toBe('Không tìm thấy phiếu này.');
        if (answer === 'conflict') expect(words).toMatch(/^\p{Lu}.{15,}\.$/su);
      }
      desk.clock.set(bench.timeOf(state, 'enquire'));
      // Nobody who was refused has left a trace.
      expect([command, (await desk.ticket(at.ticketId)).version]).toEqual([command, at.version]);
    }
    expect(answers).toEqual(wanted);
  });
});
