import { describe, expect, it } from '@jest/globals';
import type { Principal, Role } from '../../identity/domain/principal.js';
import { can, inScope, offers, ticketScope, type PolicyTicket } from './policy.js';
import { stateRow, TICKET_COMMANDS, TICKET_STATES, type TicketCommand, type TicketState } from './state-table.js';
import type { Boundary } from './ticket.js';

const staff = (role: Role, agencyCode = 'SXD', accountId = 'ME'): Principal => ({
  kind: 'staff',
  accountId,
  displayName: '',
  roles: [role],
  agencyCode,
});

const ticket = (change: Partial<PolicyTicket> = {}): PolicyTicket => ({
  state: 'in_progress',
  boundary: 'ordinary',
  // A complaint or denunciation lies with whoever keeps it, and that is the centre.
  leadAgencyCode: change.boundary === 'denunciation' || change.boundary === 'complaint' ? 'TD1022' : 'SXD',
  enteredByAccountId: null,
  ...change,
});

describe('who sees a ticket', () => {
  const ROWS: [string, Principal, Record<Boundary, boolean>][] = [
    ['its own agency', staff('handler'), { ordinary: true, emergency: true, complaint: false, denunciation: false }],
    ['its own head', staff('agency_head'), { ordinary: true, emergency: true, complaint: false, denunciation: false }],
    [
      'another agency',
      staff('agency_head', 'SYT'),
      { ordinary: false, emergency: false, complaint: false, denunciation: false },
    ],
    [
      'the overseer',
      staff('overseer', 'VPUBND'),
      { ordinary: true, emergency: true, complaint: false, denunciation: false },
    ],
    [
      'the overseer of the agency in charge',
      staff('overseer'),
      { ordinary: true, emergency: true, complaint: false, denunciation: false },
    ],
    [
      'an auditor',
      staff('auditor', 'VPUBND'),
      { ordinary: true, emergency: true, complaint: false, denunciation: false },
    ],
    [
      'an operator',
      staff('operator', 'TD1022'),
      { ordinary: true, emergency: true, complaint: true, denunciation: false },
    ],
    [
      'a coordinator',
      staff('coordinator', 'TD1022'),
      { ordinary: true, emergency: true, complaint: true, denunciation: true },
    ],
    [
      'the director',
      staff('director', 'TD1022'),
      { ordinary: true, emergency: true, complaint: true, denunciation: true },
    ],
    [
      'a leader of the city',
      staff('leader', 'UBND'),
      { ordinary: false, emergency: false, complaint: false, denunciation: false },
    ],
    [
      'an administrator',
      staff('admin', 'TD1022'),
      { ordinary: false, emergency: false, complaint: false, denunciation: false },
    ],
    ['a citizen', { kind: 'public' }, { ordinary: false, emergency: false, complaint: false, denunciation: false }],
    [
      'the service itself',
      { kind: 'system', name: 'import' },
      { ordinary: true, emergency: true, complaint: true, denunciation: true },
    ],
  ];

  it.each(ROWS)('%s', (_, principal, sees) => {
    for (const boundary of Object.keys(sees) as Boundary[]) {
      expect([boundary, inScope(ticketScope(principal), ticket({ boundary }))]).toEqual([boundary, sees[boundary]]);
      expect(can(principal, 'read', ticket({ boundary })).allowed).toBe(sees[boundary]);
    }
  });

  it('lets an operator see the denunciation he or she wrote down', () => {
    const entered = ticket({ boundary: 'denunciation', enteredByAccountId: 'ME' });
    expect(can(staff('operator', 'TD1022'), 'read', entered).allowed).toBe(true);
    expect(can(staff('operator', 'TD1022', 'OTHER'), 'read', entered).allowed).toBe(false);
  });
});

describe('who sees the reporter', () => {
  it.each<[string, Principal, boolean]>([
    ['operator', staff('operator', 'TD1022'), true],
    ['coordinator', staff('coordinator', 'TD1022'), true],
    ['handler', staff('handler'), false],
    ['agency head', staff('agency_head'), false],
    ['overseer', staff('overseer', 'VPUBND'), false],
    ['director', staff('director', 'TD1022'), false],
    ['auditor', staff('auditor', 'VPUBND'), false],
  ])('%s: %s', (_, principal, allowed) => {
    expect(can(principal, 'read_reporter', ticket()).allowed).toBe(allowed);
  });

  it('is nobody for a denunciation', () => {
    expect(can(staff('coordinator', 'TD1022'), 'read_reporter', ticket({ boundary: 'denunciation' }))).toEqual({
      allowed: false,
      kind: 'denied',
      reason: 'Danh tính người tố cáo được giữ kín, kể cả trong Tổng đài 1022.',
    });
  });
});

describe('the service itself', () => {
  const SERVICE: Principal = { kind: 'system', name: 'job' };
  /** Who runs it; whatever is not here a person answers for, and a job can never do. */
  const JOBS: Readonly<Record<string, string>> = {
    assign: 'the assignment rules of an agency',
    remind_question: 'the runner of questions to citizens',
    expire_question: 'the runner of questions to citizens',
    merge: 'a call about a declared incident',
    absorb: 'a call about a declared incident',
    close: 'the end of the days for rating',
    move_agency: 'an order that changes agencies',
  };

  it.each(TICKET_COMMANDS)('%s', (command) => {
    for (const state of TICKET_STATES) {
      const verdict = can(SERVICE, command, ticket({ state, leadAgencyCode: 'SXD', supports: [], apology: null }));
      const inTime = stateRow(state).on[command] !== undefined;
      const expected = !(command in JOBS) ? 'denied' : inTime ? 'allowed' : 'untimely';
      expect([state, verdict.allowed ? 'allowed' : verdict.kind]).toEqual([state, expected]);
    }
  });

  it('does nothing with a complaint or denunciation but move it with its agency', () => {
    for (const boundary of ['complaint', 'denunciation'] as const) {
      const kept = ticket({ boundary, state: 'received', leadAgencyCode: 'TD1022' });
      const may = TICKET_COMMANDS.filter((command) => can(SERVICE, command, kept).allowed);
      expect(may).toEqual(['move_agency']);
    }
  });

  it('does not look up who the reporter is', () => {
    expect(can(SERVICE, 'read_reporter', ticket()).allowed).toBe(false);
  });
});

describe('why not', () => {
  it('does not tell whoever may not see it that there is something', () => {
    expect(can(staff('handler', 'SYT'), 'accept', ticket())).toEqual({
      allowed: false,
      kind: 'hidden',
      reason: 'Không tìm thấy phiếu này.',
    });
  });

  it('says whose it is, and when', () => {
    expect(can(staff('handler'), 'approve_answer', ticket({ state: 'awaiting_approval' }))).toEqual({
      allowed: false,
      kind: 'denied',
      reason: 'Thủ trưởng đơn vị chủ trì mới làm được việc này.',
    });
    expect(can(staff('agency_head'), 'approve_answer', ticket())).toEqual({
      allowed: false,
      kind: 'untimely',
      reason: 'Phiếu đang ở bước “Đang xử lý” nên chưa làm được việc “Duyệt câu trả lời”.',
    });
  });

  it.each<[TicketState, TicketCommand, string]>([
    [
      'received',
      'reclassify',
      'Phiếu đang ở bước “Mới tiếp nhận” nên chưa làm được việc “Sửa loại việc, mức ưu tiên”.',
    ],
    [
      'in_progress',
      'classify',
      'Phiếu đang ở bước “Đang xử lý” nên lúc này không làm được việc “Phân loại, chuyển đơn vị”.',
    ],
    ['awaiting_info', 'publish', 'Phiếu đang ở bước “Chờ bổ sung” nên chưa làm được việc “Công khai câu trả lời”.'],
    ['closed', 'transfer', 'Phiếu đã kết thúc (“Đã đóng”) nên không làm được việc “Chuyển đơn vị khác”.'],
    ['published', 'split', 'Phiếu đã kết thúc (“Đã công khai”) nên không làm được việc “Tách khỏi phiếu đã gộp”.'],
  ])('says not yet, not now or not any more: %s %s', (state, command, reason) => {
    const verdict = can(staff('coordinator', 'TD1022'), command, ticket({ state }));
    expect(verdict).toEqual({ allowed: false, kind: 'untimely', reason });
  });

  it('offers what is somebody’s own, with the reason where it is not the time for it', () => {
    const offered = offers(staff('agency_head'), ticket({ state: 'awaiting_approval' }));
    expect(offered.map(({ command, allowed }) => [command, allowed])).toEqual([
      ['accept', false],
      ['save_draft', false],
      ['submit_answer', false],
      ['approve_answer', true],
      ['return_answer', true],
      ['report_action', true],
      ['return_ticket', false],
      ['appeal_lead', false],
      ['assign', true],
      ['ask_support', false],
      ['remind_support', true],
      ['withdraw_support', true],
      ['ask_citizen', false],
      ['record_reply', false],
      ['request_extension', false],
      ['decide_extension', true],
      ['report_done', false],
      ['remind_holder', true],
    ]);
    expect(offered.every(({ allowed, reason }) => allowed === (reason === null))).toBe(true);
    expect(
      offers(staff('coordinator', 'TD1022'), ticket({ state: 'awaiting_publication' })).find(
        ({ command }) => command === 'return_answer',
      )?.allowed,
    ).toBe(true);
    expect(offers({ kind: 'public' }, ticket())).toEqual([]);
  });

  it('offers what something stands in the way of with that reason', () => {
    const offered = offers(staff('handler'), ticket(), (command) => (command === 'submit_answer' ? 'Chưa báo.' : null));
    expect(offered.filter(({ command }) => ['save_draft', 'submit_answer'].includes(command))).toEqual([
      { command: 'save_draft', label: 'Lưu nháp', allowed: true, reason: null },
      { command: 'submit_answer', label: 'Trình lãnh đạo duyệt', allowed: false, reason: 'Chưa báo.' },
    ]);
  });
});

describe('the letter that is owed', () => {
  const owed = { agencyCode: 'SXD', status: 'owed' } as const;
  const transferred = ticket({ state: 'published', leadAgencyCode: 'SYT', apology: owed });

  it.each<[string, Principal, PolicyTicket, string]>([
    ['its head, in any state', staff('agency_head'), ticket({ state: 'published', apology: owed }), 'allowed'],
    ['its head, also when another agency has the ticket by now', staff('agency_head'), transferred, 'allowed'],
    ['the head who has it now, but not the debt', staff('agency_head', 'SYT'), transferred, 'denied'],
    ['a handler', staff('handler'), ticket({ apology: owed }), 'denied'],
    ['its head, where none is owed', staff('agency_head'), ticket(), 'denied'],
    ['its head, once it is sent', staff('agency_head'), ticket({ apology: { ...owed, status: 'sent' } }), 'untimely'],
    ['the director, who owes none', staff('director', 'TD1022'), ticket({ apology: owed }), 'denied'],
    [
      'its head, when it turned out to be a complaint',
      staff('agency_head'),
      ticket({ boundary: 'complaint', state: 'guided_elsewhere', leadAgencyCode: 'TD1022', apology: owed }),
      'hidden',
    ],
    [
      'the director, of a complaint',
      staff('director', 'TD1022'),
      ticket({ boundary: 'complaint', state: 'guided_elsewhere', leadAgencyCode: 'TD1022', apology: owed }),
      'allowed',
    ],
  ])('%s', (_, principal, about, expected) => {
    const verdict = can(principal, 'send_apology', about);
    expect(verdict.allowed ? 'allowed' : verdict.kind).toBe(expected);
  });

  it('gives the former agency nothing else to do', () => {
    const offered = offers(staff('agency_head'), { ...transferred, state: 'in_progress' });
    expect(offered.map(({ command }) => command)).toEqual(['send_apology']);
  });
});
