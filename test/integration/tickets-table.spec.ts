import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CommandContext, Principal } from '../../src/identity/index.js';
import { Problem } from '../../src/kernel/index.js';
import { TICKET_COMMANDS, TICKET_STATES, type TicketCommand, type TicketState } from '../../src/tickets/index.js';
import {
  acted,
  ANSWER,
  breach,
  bring,
  by,
  CENTRE,
  openDesk,
  people,
  staff,
  WARD,
  WARD_AGENCY,
  type Desk,
  type People,
} from './tickets-desk.js';

jest.setTimeout(300_000);

/** Ten working days, which may be extended once. */
const COMPLEX = 'dat-lan-chiem';

type Reached = { readonly ticketId: string; readonly version: number };

const ROLES: Readonly<Record<string, Principal>> = {
  'lead handler': staff('handler', WARD_AGENCY),
  'lead head': staff('agency_head', WARD_AGENCY),
  'foreign handler': staff('handler', 'SYT'),
  'foreign head': staff('agency_head', 'SYT'),
  'centre handler': staff('handler', CENTRE),
  operator: staff('operator', CENTRE),
  coordinator: staff('coordinator', CENTRE),
  director: staff('director', CENTRE),
  overseer: staff('overseer', 'VPUBND'),
  leader: staff('leader', 'UBND'),
  admin: staff('admin', CENTRE),
  auditor: staff('auditor', 'VPUBND'),
  citizen: { kind: 'public' },
};

/** Who may do a command at all, and in which states, written out once more by hand. */
const MAY: Readonly<Record<TicketCommand, { readonly who: readonly string[]; readonly in: readonly TicketState[] }>> = {
  classify: { who: ['coordinator'], in: ['received'] },
  accept: { who: ['lead handler', 'lead head'], in: ['assigned'] },
  save_draft: { who: ['lead handler', 'lead head'], in: ['in_progress'] },
  submit_answer: { who: ['lead handler', 'lead head'], in: ['in_progress'] },
  approve_answer: { who: ['lead head'], in: ['awaiting_approval'] },
  return_answer: { who: ['lead head'], in: ['awaiting_approval'] },
  publish: { who: ['coordinator'], in: ['awaiting_publication'] },
  guide_elsewhere: { who: ['coordinator'], in: ['received', 'assigned', 'in_progress', 'awaiting_approval'] },
  report_action: {
    who: ['lead handler', 'lead head'],
    in: ['in_progress', 'awaiting_info', 'awaiting_approval'],
  },
  reclassify: { who: ['coordinator'], in: ['assigned', 'in_progress', 'awaiting_approval'] },
  transfer: { who: ['coordinator'], in: ['assigned', 'in_progress'] },
  ask_citizen: { who: ['lead handler', 'lead head'], in: ['in_progress'] },
  record_reply: { who: ['lead handler', 'lead head', 'operator', 'coordinator'], in: ['awaiting_info'] },
  request_extension: { who: ['lead handler', 'lead head'], in: ['in_progress'] },
  decide_extension: { who: ['lead head'], in: ['in_progress', 'awaiting_approval'] },
  send_apology: { who: ['lead head'], in: TICKET_STATES },
};

/** In these the agency of the ward has the ticket; of the others it knows nothing. */
const WITH_AGENCY: readonly TicketState[] = [
  'assigned',
  'in_progress',
  'awaiting_info',
  'awaiting_approval',
  'awaiting_publication',
  'published',
  'resolved_private',
];

/** A guided ticket is the centre's: its own people are told that the time for that is over. */
const CENTRE_ANSWERS: Readonly<Partial<Record<TicketCommand, string>>> = {
  accept: 'coordinator',
  save_draft: 'coordinator',
  submit_answer: 'coordinator',
  approve_answer: 'director',
  return_answer: 'director',
  report_action: 'coordinator',
  ask_citizen: 'coordinator',
  request_extension: 'coordinator',
  decide_extension: 'director',
};

function expected(state: TicketState, command: TicketCommand, role: string): 'done' | 'not-found' | 'conflict' {
  const rule =
    command === 'return_answer' && state === 'awaiting_publication'
      ? { who: ['coordinator'], in: [state] }
      : MAY[command];
  // Of what no agency sees the centre writes the letter.
  if (command === 'send_apology' && ['received', 'guided_elsewhere'].includes(state))
    return role === 'director' ? 'done' : 'not-found';
  if (state === 'guided_elsewhere' && CENTRE_ANSWERS[command] === role) return 'conflict';
  if (!rule.who.includes(role)) return 'not-found';
  if (role.startsWith('lead') && !WITH_AGENCY.includes(state)) return 'not-found';
  return rule.in.includes(state) ? 'done' : 'conflict';
}

describe('every state × command × role gets an explicit answer', () => {
  let desk: Desk;
  let who: People;
  beforeAll(async () => {
    desk = await openDesk();
    who = people();
  });
  afterAll(() => desk?.drop());

  const reach: Readonly<Record<TicketState, () => Promise<Reached>>> = {
    received: () => desk.open({ categoryCode: null }),
    assigned: () => bring(desk, who, 'assigned'),
    in_progress: () => bring(desk, who, 'in_progress'),
    awaiting_info: () => bring(desk, who, 'awaiting_info'),
    awaiting_approval: () => bring(desk, who, 'awaiting_approval'),
    awaiting_publication: () => bring(desk, who, 'awaiting_publication'),
    published: async () => desk.publish.execute(await bring(desk, who, 'awaiting_publication'), by(who.coordinator)),
    resolved_private: async () =>
      desk.publish.execute(
        { ...(await bring(desk, who, 'awaiting_publication')), visibility: 'private', privateReason: 'Chuyện riêng.' },
        by(who.coordinator),
      ),
    guided_elsewhere: async () =>
      desk.guide.execute(
        { ...(await bring(desk, who, 'assigned')), kind: 'complaint', text: 'Gửi UBND phường.' },
        by(who.coordinator),
      ),
  };

  const run = (
    command: TicketCommand,
    at: Reached,
    ctx: CommandContext,
  ): Promise<{ state: TicketState; version: number }> => {
    switch (command) {
      case 'classify':
        return desk.classify.execute({ ...at, categoryCode: 'gt-mat-duong', wardCode: WARD }, ctx);
      case 'accept':
        return desk.accept.execute(at, ctx);
      case 'save_draft':
        return desk.saveDraft.execute({ ...at, ...ANSWER, draftVersion: null }, ctx);
      case 'submit_answer':
        return desk.submit.execute({ ...at, ...ANSWER }, ctx);
      case 'approve_answer':
        return desk.approve.execute(at, ctx);
      case 'return_answer':
        return desk.sendBack.execute({ ...at, remarks: 'Thiếu ngày xong.' }, ctx);
      case 'publish':
        return desk.publish.execute(at, ctx);
      case 'guide_elsewhere':
        return desk.guide.execute({ ...at, kind: 'complaint', text: 'Gửi UBND phường.' }, ctx);
      case 'report_action':
        return desk.reportAction.execute({ ...at, ...acted(desk) }, ctx);
      case 'reclassify':
        return desk.reclassify.execute({ ...at, priority: 'high' }, ctx);
      case 'transfer':
        return desk.transfer.execute({ ...at, leadAgencyCode: 'SXD', remark: 'Đường tỉnh.' }, ctx);
      case 'ask_citizen':
        return desk.ask.execute({ ...at, text: 'Chỗ nào?' }, ctx);
      case 'record_reply':
        return desk.reply.execute({ ...at, text: 'Trước chợ.' }, ctx);
      case 'request_extension':
        return desk.requestExtension.execute({ ...at, reason: 'Cần đo đạc.', newDay: '2026-12-08' }, ctx);
      case 'decide_extension':
        return desk.decideExtension.execute({ ...at, approve: false, words: 'Đủ thời gian.' }, ctx);
      case 'send_apology':
        return desk.sendApology.execute({ ...at, text: 'Xin lỗi ông/bà.', committedOn: '2026-11-20' }, ctx);
    }
  };

  /** A ticket in the state in which the command finds all else that it needs. */
  const fit = async (state: TicketState, command: TicketCommand): Promise<Reached> => {
    if (!MAY[command].in.includes(state)) return reach[state]();
    switch (command) {
      case 'report_action':
        return urgent(state);
      case 'request_extension':
        return complex(state, false);
      case 'decide_extension':
        return complex(state, true);
      case 'send_apology':
        return owing(state);
      default:
        return reach[state]();
    }
  };
  /** Corrected to an emergency on the way, so that no state is out of reach before the action is reported. */
  const urgent = async (state: TicketState): Promise<Reached> => {
    const emergency = { boundary: 'emergency', priority: 'high' } as const;
    if (state === 'in_progress' || state === 'awaiting_approval')
      return desk.reclassify.execute({ ...(await reach[state]()), ...emergency }, by(who.coordinator));
    if (state === 'awaiting_info') {
      const at = await urgent('in_progress');
      return desk.ask.execute({ ...at, text: 'Chỗ nào?' }, by(who.handler));
    }
    throw new Error(`An emergency without a report does not reach ${state}.`);
  };
  const complex = async (state: TicketState, asked: boolean): Promise<Reached> => {
    let at: Reached = await bring(desk, who, 'in_progress', { categoryCode: COMPLEX });
    const request = { reason: 'Cần đo đạc.', newDay: '2026-12-08' };
    if (asked) at = await desk.requestExtension.execute({ ...at, ...request }, by(who.handler));
    return state === 'in_progress' ? at : desk.submit.execute({ ...at, ...ANSWER }, by(who.handler));
  };
  const owing = async (state: TicketState): Promise<Reached> => {
    if (state === 'received') {
      // Only a complaint has a deadline for the answer while it waits.
      const at = await desk.open({ boundary: 'complaint' });
      await breach(desk, at.ticketId);
      return at;
    }
    const at = await reach[state]();
    await breach(desk, at.ticketId, WARD_AGENCY);
    return at;
  };

  it('lets the centre answer its own questions: a coordinator writes, the director approves', async () => {
    const coordinator = by(who.coordinator);
    const asked = await desk.open({ categoryCode: 'tthc-hoi-dap' });
    expect(await desk.ticket(asked.ticketId)).toMatchObject({ leadAgencyCode: CENTRE, state: 'assigned' });
    const accepted = await desk.accept.execute(asked, coordinator);
    const submitted = await desk.submit.execute({ ...accepted, ...ANSWER }, by(who.coordinator));
    await expect(desk.approve.execute(submitted, by(who.coordinator))).rejects.toMatchObject({ kind: 'not-found' });
    const approved = await desk.approve.execute(submitted, by(staff('director', CENTRE)));
    expect(approved.state).toBe('awaiting_publication');
  });

  it.each(TICKET_STATES)('%s', async (state) => {
    let at: Reached = await reach[state]();
    expect(await desk.ticket(at.ticketId)).toMatchObject({ state });
    const answers: string[] = [];
    const wanted: string[] = [];
    for (const command of TICKET_COMMANDS) {
      at = await fit(state, command);
      for (const [role, principal] of Object.entries(ROLES)) {
        const line = `${state} ${command} ${role}`;
        wanted.push(`${line}: ${expected(state, command, role)}`);
        try {
          await run(command, at, by(principal));
          answers.push(`${line}: done`);
          at = await fit(state, command);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          answers.push(`${line}: ${error.kind}`);
          // Missing and forbidden look the same; what is only untimely says so in words.
          if (error.kind === 'not-found') expect(error.title).toBe('Không tìm thấy phiếu này.');
          else expect(error.title).toMatch(/^Phiếu đang ở bước “.+” nên chưa làm được việc “.+”\.$/);
        }
      }
    }
    expect(answers).toEqual(wanted);
    // Nobody who was refused has left a trace.
    expect((await desk.ticket(at.ticketId)).version).toBe(at.version);
  });
});
