import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { deflateSync } from 'node:zlib';
import { AttachmentRow, Attachments } from '../../src/attachments/index.js';
import { EscalationNoticeRow } from '../../src/escalation/index.js';
import {
  AccessCheck,
  allows,
  type CommandContext,
  type Permission,
  type Principal,
  type Role,
} from '../../src/identity/index.js';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import { OutboxEventRow } from '../../src/platform/outbox/outbox.js';
import { Presence } from '../../src/teamwork/index.js';
import {
  AcceptTicket,
  AskSupport,
  DeliverSupport,
  owedApology,
  SaveAnswerDraft,
  SlaClockPlanner,
  TicketAnswerRow,
  TicketApologyRow,
  TicketClockRow,
  TicketCodes,
  TicketQueries,
  TicketRow,
  TransferTicket,
  WithdrawSupport,
} from '../../src/tickets/index.js';
import { signIn, visitor, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/index.js';

jest.setTimeout(180_000);

/** Who looks: one of each role, in the agency accused, in others, at the centre, outside. */
const PEOPLE = {
  'handler of the accused': ['handler', 'SXD'],
  'head of the accused': ['agency_head', 'SXD'],
  'another handler': ['handler', 'SYT'],
  'another head': ['agency_head', 'SYT'],
  'another operator': ['operator', 'TD1022'],
  coordinator: ['coordinator', 'TD1022'],
  director: ['director', 'TD1022'],
  overseer: ['overseer', 'VPUBND'],
  leader: ['leader', 'UBND'],
  admin: ['admin', 'TD1022'],
  auditor: ['auditor', 'TD1022'],
} as const satisfies Readonly<Record<string, readonly [Role, string]>>;
type Person = keyof typeof PEOPLE | 'anybody';

const CENTRE: readonly Person[] = ['another operator', 'coordinator', 'director'];
const OUTSIDE: readonly Person[] = ['anybody', 'admin', 'leader', 'auditor'];
const AGENCIES: readonly Person[] = [
  'handler of the accused',
  'head of the accused',
  'another handler',
  'another head',
];

/** From whom each ticket is hidden. */
const HIDDEN_FROM: Readonly<Record<Name, readonly Person[]>> = {
  aboutCentre: [...OUTSIDE, ...AGENCIES, ...CENTRE],
  complaintAboutCentre: [...OUTSIDE, ...AGENCIES, ...CENTRE],
  denunciation: [...OUTSIDE, ...AGENCIES, 'overseer', 'another operator'],
  wasOrdinary: [...OUTSIDE, ...AGENCIES, 'overseer', 'another operator'],
  complaint: [...OUTSIDE, ...AGENCIES, 'overseer'],
};
type Name = 'aboutCentre' | 'complaintAboutCentre' | 'denunciation' | 'wasOrdinary' | 'complaint';
const NAMES: readonly Name[] = ['aboutCentre', 'complaintAboutCentre', 'denunciation', 'wasOrdinary', 'complaint'];

const REPORTER = { name: 'Trần Kín Danh', phone: '0900 000 777', email: 'kin.danh@example.vn' };
/** What of the person must be nowhere. */
const PERSON = /Kín Danh|900000777|900 000 777|kin\.danh/;
const WORDS = 'Tôi tố cáo cán bộ nhận tiền bồi dưỡng, bút tích xanhlamchàm.';

/** What stands in the address for each `:parameter` of a ticket's routes; a reason: nothing of a ticket is behind it. */
const ADDRESSES: readonly (readonly [RegExp, Readonly<Record<string, keyof Ids>> | string])[] = [
  [/^\/api\/v1\/tickets\/:id\/photos/, { id: 'ticket', photoId: 'file' }],
  [/^\/api\/v1\/tickets\/:id\/support\/:supportId/, { id: 'ticket', supportId: 'support' }],
  [/^\/api\/v1\/tickets\/:id/, { id: 'ticket' }],
  [/^\/phieu\/:id/, { id: 'ticket', step: 'step' }],
  [/^\/su-co\/:id/, { id: 'ticket', step: 'incidentStep' }],
  [/^\/tep\/:id/, { id: 'file' }],
  [/^\/kiem-duyet\/:id/, { id: 'ticket', photo: 'file' }],
  [/^\/da-cong-khai\/:code/, { code: 'code', id: 'file' }],
  [/^\/api\/v1\/published\/:code/, { code: 'code' }],
  [/^\/open311\/v2\/(requests|tokens)\/:file/, { file: 'code' }],
  [/^\/open311\/v2\/services\/:file/, 'a category, known to everybody'],
  [/^\/(api\/v1\/notices|nhac-viec)\/:id/, { id: 'notice' }],
  [/^\/(theo-doi|danh-gia)\/:token/, { token: 'forged', id: 'file' }],
  [/^\/gui-phan-anh\/da-nhan\/:token/, { token: 'forged' }],
  [/^\/cung-gap\/:code/, { code: 'code' }],
  [/^\/nhan-tin\/:token/, { token: 'forged' }],
  [/:upload/, 'a photo that belongs to nothing yet'],
  [/\/quan-tri\/don-vi|agency-orders/, 'an order on agencies'],
  [/\/quan-tri\/thay-doi|sla-changes|sla\/changes/, 'a change of the rules of time'],
  [/anchors|moc-lich-su/, 'a day, with hashes of ids'],
  [/van-mau|canned/, 'a canned text'],
  [/categories\/:code/, 'a category, known to everybody'],
  [/kien-thuc|knowledge/, 'an article for everybody'],
  [/\/phan-cong\//, 'a rule or an absence of an agency'],
  [/\/truc\/|on-call/, 'a shift'],
  [/^\/api\/v1\/cti\/:token/, 'a telephone system'],
  [
    /^\/(api\/v1\/(call-backs|blocked-callers|calls)|goi-lai|chan-so|tong-dai\/cuoc-goi)\//,
    'a call, or somebody to call',
  ],
  [/^\/bang-tin\/:token/, { token: 'forged' }],
  [/^\/giam-sat\//, 'a screen on the wall'],
  [/^\/chat-luong\//, 'a score sheet of a call'],
  [/^\/ca-truc\//, 'a shift, or what it hands over'],
  [/^\/assets/, 'a file of the program'],
  [/^\/(nhung|nguon-tin|co-quan|phuong-xa)\//, 'an agency, a ward or a field, known to everybody'],
  [/^\/anh-chia-se\/|^\/sitemap\/|^\/du-lieu-mo\//, 'made of published items alone'],
];
interface Ids {
  readonly ticket: string;
  readonly code: string;
  readonly file: string;
  readonly support: string;
  readonly notice: string;
  readonly forged: string;
  readonly step: string;
  readonly incidentStep: string;
}

/** Numbers over everything, which say nothing of any ticket. */
const NUMBERS: readonly string[] = ['/api/v1/mails', '/health/ready'];

/** Lists with something chosen: each shows what its bare address does not. */
const CHOSEN: readonly string[] = [
  ...['triage', 'returned', 'appealed', 'to_publish', 'open', 'late', 'done', 'mine', 'to_accept', 'in_progress'].map(
    (tab) => `/api/v1/tickets?tab=${tab}`,
  ),
  '/api/v1/tickets?tab=supporting',
  '/don-vi?nhom=done',
  '/dieu-phoi?nhom=open',
  '/dieu-phoi?nhom=done',
  '/phieu?nhom=open',
  '/phieu?nhom=done',
  '/phieu?nhom=late',
  ...['held', 'returned', 'sent_back', 'apology_owed', 'apology_sent', 'part_late'].map(
    (so) => `/toan-canh/don-vi/phieu?don-vi=SXD&so=${so}`,
  ),
  '/toan-canh/don-vi/phieu?don-vi=VPUBND&so=held',
  '/da-cong-khai?q=xanhlamcham',
  '/api/v1/published?q=xanhlamcham',
];

/** What is asked with words in the body, because addresses are written into logs. */
const ASKED: Readonly<Record<string, object>> = {
  '/api/v1/tickets/likely-duplicates': { categoryCode: 'khac-kntc', wardCode: '25993', words: 'xanhlamcham' },
};

/** Something that is right for most bodies, so that it is the ticket that is refused. */
const BODY = {
  version: 1,
  ...{ text: 'Nội dung đủ dài để qua.', words: 'Nội dung đủ dài để qua.', remark: 'Vì vậy.', remarks: 'Vì vậy.' },
  ...{ categoryCode: 'gt-den-bien', wardCode: '25993', leadAgencyCode: 'SYT', agencyCode: 'SNNMT', kind: 'complaint' },
  ...{ children: [{ code: 'DN26-000001-1' }], intoCode: 'DN26-000001-1', otherCode: 'DN26-000001-1' },
  ...{ name: 'Mất nước', script: 'Đang sửa.', wardCodes: ['25993'], approve: true, reason: 'Vì mưa.', title: 'Mới' },
  ...{ ask: 'Cần bản vẽ.', dueOn: '2026-11-26', newDay: '2026-12-01', part: 'Đã kiểm tra.', because: 'Không cần.' },
  ...{ found: 'Đã kiểm tra.', done: 'Đã làm.', doneOn: '2026-11-27', inCharge: 'Phòng A', accountId: 'x' },
};
/** Grounds that one list alone has. */
const GROUNDS: Readonly<Record<string, string>> = {
  'return-to-centre': 'not_competent',
  rejection: 'spam',
  reopening: 'new_evidence',
  unpublish: 'personal_data',
};

let app: TestApp;
let agents: Readonly<Record<Person, Agent>>;
let ids: Readonly<Record<Name, Ids>>;
let nobody: Ids;
/** What each person's lists showed before there was any of the tickets, and before all but the first. */
let before: Snapshot;
let withFirst: Snapshot;
let ordinary: string;

const sees = (person: Person, permission: string): boolean => {
  if (person === 'anybody') return false;
  const [role, agencyCode] = PEOPLE[person];
  const principal = { kind: 'staff', accountId: '', displayName: '', roles: [role], agencyCode } as const;
  return allows(principal, permission as Permission);
};
const everybody = (): Person[] => [...(Object.keys(PEOPLE) as Person[]), 'anybody'];

interface Route {
  readonly method: string;
  readonly path: string;
  may(person: Person): boolean;
}
const routes = (): Route[] =>
  app
    .get(AccessCheck)
    .handlers()
    .flatMap(({ kind, address, access }) => {
      const [method = '', path = ''] = address.split(' ');
      if (kind !== 'http' || access === undefined) return [];
      const may = (person: Person): boolean =>
        'permission' in access ? sees(person, access.permission) : person === 'anybody';
      return [{ method, path, may }];
    });

beforeAll(async () => {
  app = await createTestApp();
  const signedIn = await Promise.all(
    Object.entries(PEOPLE).map(async ([name, [role, agency]]) => [name, await signIn(app, role, agency)] as const),
  );
  agents = Object.fromEntries([...signedIn, ['anybody', visitor(app)]]) as typeof agents;
  const operator = await signIn(app, 'operator');
  ordinary = (await record(operator, { words: 'Đèn tín hiệu ngã tư hỏng.', subjectAgencyCode: null })).ticketId;

  before = await snapshot();
  const aboutCentre = await record(operator, { boundary: 'denunciation', subjectAgencyCode: 'TD1022' });
  const complaintAboutCentre = await record(operator, {
    ...{
      boundary: 'complaint',
      subjectAgencyCode: 'TD1022',
      words: 'Tôi khiếu nại cách Tổng đài trả lời, xanhlamchàm.',
    },
  });
  withFirst = await snapshot();
  const denunciation = await record(operator, { boundary: 'denunciation' });
  const complaint = await record(operator, { boundary: 'complaint', words: 'Tôi khiếu nại quyết định, xanhlamchàm.' });
  const wasOrdinary = await record(operator, {});
  await worked(wasOrdinary.ticketId);
  await eventually(
    'all events are in the feed',
    async () => (await app.rows.countBy(OutboxEventRow, { seq: 0 })) === 0,
  );

  const made = { aboutCentre, complaintAboutCentre, denunciation, complaint, wasOrdinary };
  ids = Object.fromEntries(
    await Promise.all(NAMES.map(async (name) => [name, await idsOf(made[name].ticketId)] as const)),
  ) as typeof ids;
  nobody = {
    ...{
      ticket: '01J00000000000000000000000',
      file: '01J00000000000000000000001',
      notice: '01J00000000000000000000002',
    },
    ...{ support: '01J00000000000000000000003', code: 'DN26-000001-1', forged: forged('01J00000000000000000000000') },
    ...{ step: 'accept', incidentStep: 'them' },
  };
});
afterAll(() => app?.close());

async function record(operator: Agent, matter: Readonly<Record<string, unknown>>) {
  const ticket = { words: WORDS, categoryCode: 'gt-den-bien', wardCode: '25993', subjectAgencyCode: 'SXD', ...matter };
  const answer = await operator.post('/api/v1/contacts', {
    ...REPORTER,
    tickets: [{ boundary: 'ordinary', ...ticket }],
  });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  const [made] = (answer.body as { tickets: { ticketId: string; code: string }[] }).tickets;
  if (made === undefined) throw new Error('No ticket.');
  return made;
}

const row = (id: string): Promise<TicketRow> => app.rows.findOneByOrFail(TicketRow, { id });

/** The agency accused had it for days before anybody saw what it is: all it has of it must go. */
async function worked(ticketId: string): Promise<void> {
  const at = `/api/v1/tickets/${ticketId}`;
  const post = async (who: Person, rest: string, body: object): Promise<void> => {
    const { version } = await row(ticketId);
    const answer = await agents[who].post(`${at}/${rest}`, { version, ...body });
    expect([rest, answer.status, answer.text]).toEqual([rest, 200, expect.any(String)]);
  };
  const answer = {
    found: 'Đã đo từng cột đèn tín hiệu ở ngã tư, ba bộ điều khiển hỏng vì nước mưa ngấm vào tủ điện.',
    done: 'Đã thay ba bộ điều khiển, bọc lại tủ điện và hẹn giờ lại cả nút giao.',
    ...{ doneOn: '2026-11-27', inCharge: 'Phòng Quản lý hạ tầng', evidenceWaiver: 'Ảnh nằm trong biên bản giấy.' },
  };
  await post('handler of the accused', 'accept', {});
  await post('handler of the accused', 'support', { agencyCode: 'SYT', ask: 'Cần danh sách.', dueOn: '2026-11-25' });
  await post('another handler', 'support-part', { part: 'Đã có danh sách.' });
  await post('handler of the accused', 'answer', answer);
  await post('head of the accused', 'return-answer', { remarks: 'Viết rõ hơn.' });
  await owe(ticketId);
  await post('handler of the accused', 'support', { agencyCode: 'SNNMT', ask: 'Cần bản đồ.', dueOn: '2026-11-25' });
  const unitOfWork = app.get(UnitOfWork);
  const [photo] = await app
    .get(Attachments)
    .prepare([{ field: 'photos', name: 'anh.png', bytes: png() }], { field: 'x' });
  if (photo === undefined) throw new Error('No photo.');
  await unitOfWork.run((transaction) =>
    app.get(Attachments).store(transaction, { kind: 'ticket', id: ticketId, ticketId }, [photo], null),
  );
  const { version } = await row(ticketId);
  const looked = await app.get(Presence).look(principal('handler of the accused'), 'w'.repeat(26), ticketId, 'viewing');
  expect(looked).not.toBeNull();
  const guided = await agents.coordinator.post(`${at}/guide-elsewhere`, {
    ...{ version, kind: 'denunciation', text: 'Gửi đơn tố cáo đến Thanh tra thành phố.' },
  });
  expect([guided.status, guided.text]).toEqual([200, expect.any(String)]);
}

function principal(person: keyof typeof PEOPLE) {
  const [role, agencyCode] = PEOPLE[person];
  const accountId = agents[person].accountId ?? '';
  return { kind: 'staff', accountId, displayName: 'Thử', roles: [role], agencyCode } as const;
}

/** As the ladder does at the deadline. */
async function owe(ticketId: string, holderAgencyCode = 'SXD'): Promise<void> {
  const clocks = await app.rows.findBy(TicketClockRow, { ticketId });
  const resolve = clocks.find(({ kind }) => kind === 'resolve');
  const ticket = await row(ticketId);
  const debt =
    resolve &&
    owedApology(ticket, resolve, {
      holderAgencyCode,
      position: clocks.length + 1,
      planner: app.get(SlaClockPlanner),
    });
  if (!debt) throw new Error('Nothing to owe.');
  await app.get(UnitOfWork).run(async (transaction) => {
    await managerOf(transaction).insert(TicketClockRow, { ...debt.clock, pauses: [] });
    await managerOf(transaction).insert(TicketApologyRow, debt.apology);
  });
}

async function idsOf(ticketId: string): Promise<Ids> {
  const [file] = await app.rows.findBy(AttachmentRow, { ticketId });
  const [notice] = await app.rows.findBy(EscalationNoticeRow, { ticketId });
  const supports: { id: string }[] = await app.rows.query(
    `select id from ticket_support where ticket_id = '${ticketId}' order by number`,
  );
  return {
    ticket: ticketId,
    code: (await row(ticketId)).code,
    file: file?.id ?? '01J00000000000000000000001',
    notice: notice?.id ?? '01J00000000000000000000002',
    support: supports[0]?.id ?? '01J00000000000000000000003',
    forged: forged(ticketId),
    ...{ step: 'accept', incidentStep: 'them' },
  };
}

/** The ticket's own id, with a seal that is none. */
function forged(ticketId: string): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const value = [...ticketId].reduce((sum, letter) => sum * 32n + BigInt(alphabet.indexOf(letter)), 0n);
  const bytes = Buffer.from(value.toString(16).padStart(32, '0'), 'hex');
  return Buffer.concat([bytes, Buffer.alloc(16, 7)]).toString('base64url');
}

/** A picture of one point. */
function png(): Buffer {
  const table = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    let crc = 0xffffffff;
    for (const byte of body) crc = ((table[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)) >>> 0;
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
    return out;
  };
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    ...[chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.from([0, 9, 9, 9]))), chunk('IEND', Buffer.alloc(0))],
  ]);
}

type Snapshot = Readonly<Record<string, string>>;

/** Every list of everybody who may open it. */
async function snapshot(): Promise<Snapshot> {
  const seen: Record<string, string> = {};
  const bare = routes().filter(
    ({ method, path }) => method === 'GET' && !path.includes(':') && !NUMBERS.includes(path),
  );
  for (const person of everybody()) {
    const agent = agents[person];
    const own = bare.filter(({ may }) => may(person)).map(({ path }) => path);
    const chosen = CHOSEN.filter((address) =>
      bare.some(({ path, may }) => path === address.split('?')[0] && may(person)),
    );
    const addresses = [...own, ...chosen, ...(sees(person, 'ticket.read') ? [`/phieu?phieu=${ordinary}`] : [])];
    for (const address of addresses) {
      const answer = await agent.get(address).buffer(true);
      seen[`${person}: ${address}`] = `${String(answer.status)} ${still(answer.text ?? '')}`;
    }
    for (const [address, body] of Object.entries(ASKED)) {
      if (!routes().some(({ method, path, may }) => method === 'POST' && path === address && may(person))) continue;
      const answer = await agent.post(address, body);
      seen[`${person}: ${address}`] = `${String(answer.status)} ${still(answer.text)}`;
    }
  }
  return seen;
}

/** Without what is another at each request. */
function still(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '«key»')
    .replace(/"requestId":"\w+"/g, '')
    .replace(/<code[^>]*>[0-9A-Z]{26}<\/code>/g, '')
    .replace(/data-seq="\d+"/g, '');
}

describe('what lists, figures and pages without a ticket show', () => {
  it('is the same whether there is such a ticket or not', async () => {
    const after = await snapshot();
    const changed = (from: Snapshot, to: Snapshot, hidden: readonly Person[]): string[] =>
      Object.keys(to).filter((key) => hidden.some((person) => key.startsWith(`${person}: `)) && from[key] !== to[key]);
    expect(changed(before, withFirst, HIDDEN_FROM.aboutCentre)).toEqual([]);
    const fromAll = HIDDEN_FROM.aboutCentre.filter((person) =>
      NAMES.every((name) => HIDDEN_FROM[name].includes(person)),
    );
    expect(changed(before, after, fromAll)).toEqual([]);
    expect(fromAll.length).toBeGreaterThan(7);
    // Those it is for do find it there: what is compared is what shows tickets.
    const found = (person: Person, address: string): boolean =>
      before[`${person}: ${address}`] !== after[`${person}: ${address}`];
    expect(found('coordinator', '/dieu-phoi')).toBe(true);
    expect(found('overseer', '/api/v1/tickets?tab=triage')).toBe(true);
    for (const address of Object.keys(ASKED)) expect(after[`coordinator: ${address}`]).toMatch(/^200 /);
    expect(after['coordinator: /dieu-phoi']).toContain(ids.denunciation.ticket);
  });
});

describe('a ticket that is not theirs', () => {
  it('every address says what its parameters are', () => {
    const unknown = routes().filter(
      ({ path }) => path.includes(':') && !ADDRESSES.some(([pattern]) => pattern.test(path)),
    );
    expect(unknown.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('answers at every address as one that does not exist', async () => {
    const differing: string[] = [];
    const refusedEarly = new Set<string>();
    for (const { method, path, may } of routes()) {
      const [, parameters] = ADDRESSES.find(([pattern]) => path.includes(':') && pattern.test(path)) ?? [];
      if (parameters === undefined || typeof parameters === 'string') continue;
      const filled = (of: Ids): string =>
        path.replace(/:(\w+)/g, (_, name: string) => of[parameters[name] ?? 'ticket']);
      for (const person of everybody().filter(may)) {
        // For the centre the one about it; for everybody else the one that was the accused agency's to work on.
        const names: readonly Name[] = CENTRE.includes(person)
          ? ['aboutCentre', 'complaintAboutCentre']
          : ['wasOrdinary'];
        const missing = await ask(agents[person], method, filled(nobody), nobody);
        if (missing.startsWith('400')) refusedEarly.add(`${method} ${path}`);
        for (const name of names) {
          const answer = await ask(agents[person], method, filled(ids[name]), ids[name]);
          if (answer !== missing)
            differing.push(`${person}: ${method} ${path} (${name}): ${answer.slice(0, 90)} | ${missing.slice(0, 90)}`);
        }
      }
    }
    expect(differing).toEqual([]);
    // There a code is typed as well, and looked at first.
    expect([...refusedEarly].map((route) => route.split('/').at(-1))).toEqual(['merge', 'merge-into', 'link']);
  });
});

async function ask(agent: Agent, method: string, path: string, of: Ids): Promise<string> {
  const ground = GROUNDS[path.split('/').at(-1) ?? ''];
  const isPage = !path.startsWith('/api/');
  const flat = { version: '1', text: 'Nội dung.', phone: '0900 000 888', words: 'Nội dung.', score: 'satisfied' };
  const answer =
    method === 'GET'
      ? await agent.get(path).buffer(true)
      : isPage
        ? await agent.form(path, flat)
        : await agent.post(path, ground === undefined ? BODY : { ...BODY, ground });
  const text = Object.values(of).reduce<string>((whole, id) => whole.replaceAll(id, '«id»'), still(answer.text ?? ''));
  return `${String(answer.status)} ${String(answer.headers['location'] ?? '')
    .replaceAll(of.ticket, '«id»')
    .replaceAll(of.forged, '«id»')} ${text}`;
}

describe('a code that somebody types', () => {
  it.each<[Person, string, (code: string) => object]>([
    ['coordinator', 'link', (otherCode) => ({ otherCode })],
    ['coordinator', 'merge', (code) => ({ children: [{ code }] })],
    ['coordinator', 'merge-into', (intoCode) => ({ intoCode })],
  ])('%s, %s: a hidden one is like one that nobody has', async (person, rest, body) => {
    const { version } = await row(ordinary);
    const send = async (code: string): Promise<string> => {
      const answer = await agents[person].post(`/api/v1/tickets/${ordinary}/${rest}`, { version, ...body(code) });
      return `${String(answer.status)} ${still(answer.text).replaceAll(code, '«code»')}`;
    };
    const unknown = ids.aboutCentre.code.slice(0, -1);
    expect(await send(ids.aboutCentre.code)).toBe(await send(await noOnes(unknown)));
  });
});

/** A code that could be one, and that no ticket has. */
async function noOnes(like: string): Promise<string> {
  const number = like.replace(/^[A-Z]+\d*-?/, '');
  for (let tried = 0; tried < 2_000; tried += 1) {
    const text = like.replace(number.slice(0, 3), String(900 - (tried % 900)).padStart(3, '0'));
    for (const check of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
      const parsed = app.get(TicketCodes).parse(`${text}${check}`);
      if (parsed.ok && !(await app.rows.existsBy(TicketRow, { code: parsed.code }))) return parsed.code;
    }
  }
  throw new Error(`No code like ${like}.`);
}

describe('those it is for', () => {
  it.each<[Person, Name]>([
    ['coordinator', 'denunciation'],
    ['coordinator', 'wasOrdinary'],
    ['director', 'wasOrdinary'],
    ['overseer', 'aboutCentre'],
    ['overseer', 'complaintAboutCentre'],
  ])('%s reads %s, and nothing of the person', async (person, name) => {
    const id = ids[name].ticket;
    const addresses = [`/api/v1/tickets/${id}`, `/phieu?phieu=${id}`, `/api/v1/tickets/${id}/supplements`];
    if (sees(person, 'reporter.read')) addresses.push(`/api/v1/tickets/${id}/reporter`);
    for (const address of addresses) {
      const answer = await agents[person].get(address);
      expect([address, answer.status]).toEqual([address, 200]);
      expect([address, PERSON.test(answer.text)]).toEqual([address, false]);
    }
    const story = await agents[person].get(`/phieu/${id}/cau-chuyen.pdf`);
    expect(story.status).toBe(200);
  });
});

describe('what is heard', () => {
  it('goes to the rooms of whoever keeps it, and its reminders to nobody else', async () => {
    // Far enough for every step of every ladder; then the clock goes back.
    const now = app.clock.now();
    app.clock.set('2026-12-20 10:00');
    await eventually('steps have fired', async () => (await app.rows.countBy(EscalationNoticeRow, {})) > 0, 30);
    await eventually('no step is left', async () => {
      const [left] = await app.rows.query(
        `select count(*) as n from ticket_clock where timer_at is not null and timer_at < '2026-12-20 00:00:00'`,
      );
      return Number((left as { n: number | string }).n) === 0;
    });
    app.clock.set(now);
    const events = await app.rows.find(OutboxEventRow);
    const rooms = (name: Name): string[] => [
      ...new Set(
        events.filter(({ aggregateId }) => aggregateId === ids[name].ticket).flatMap(({ audience }) => audience),
      ),
    ];
    expect(rooms('aboutCentre').filter((room) => !room.startsWith('account:'))).toEqual(['keeper:VPUBND']);
    expect(rooms('complaintAboutCentre').filter((room) => !room.startsWith('account:'))).toEqual(['keeper:VPUBND']);
    expect(rooms('denunciation').filter((room) => !room.startsWith('account:'))).toEqual(['keeper:TD1022']);
    const late = events.filter(
      ({ aggregateId, occurredAt }) => aggregateId === ids.wasOrdinary.ticket && occurredAt > now,
    );
    for (const { audience } of late) expect(audience).not.toContain('agency:SXD');

    const notices = await app.rows.find(EscalationNoticeRow);
    const told = (name: Name): Set<string> =>
      new Set(
        notices.filter(({ ticketId }) => ticketId === ids[name].ticket).map((notice) => notice.recipientAccountId),
      );
    const may = (...people: Person[]): (string | null)[] => people.map((person) => agents[person].accountId);
    for (const name of ['aboutCentre', 'complaintAboutCentre'] as const)
      for (const id of told(name)) expect(may('overseer')).toContain(id);
    for (const id of told('denunciation')) expect(may('coordinator', 'director')).toContain(id);
    expect(told('denunciation').size).toBeGreaterThan(0);
    expect(told('aboutCentre').size).toBeGreaterThan(0);
  });

  it('on the socket nobody hears who looks at it but those who may look', async () => {
    const presence = app.get(Presence);
    expect(
      await presence.look(principal('coordinator'), randomUUID().slice(0, 26), ids.wasOrdinary.ticket, 'viewing'),
    ).toEqual(expect.any(Array));
    for (const person of ['handler of the accused', 'another handler', 'overseer', 'director'] as const) {
      const name = person === 'director' ? 'aboutCentre' : 'wasOrdinary';
      expect(await presence.look(principal(person), randomUUID().slice(0, 26), ids[name].ticket, 'viewing')).toBeNull();
    }
  });

  it('nothing of it is public', async () => {
    const all = NAMES.map((name) => `'${ids[name].ticket}'`).join(',');
    for (const table of ['public_status', 'published_item', 'withdrawn_item']) {
      await eventually(`nothing is left in ${table}`, async () => {
        const [left] = await app.rows.query(`select count(*) as n from ${table} where ticket_id in (${all})`);
        return Number((left as { n: number | string }).n) === 0;
      });
    }
  });
});

describe('agencies that had or have something to do with a ticket', () => {
  let ticketId: string;

  beforeAll(async () => {
    const operator = await signIn(app, 'operator');
    ({ ticketId } = await record(operator, { words: 'Biển báo gãy.', subjectAgencyCode: null }));
    const ctx = (who: Principal): CommandContext => ({ principal: who, requestId: 'test', idempotency: null });
    const version = async (): Promise<number> => (await row(ticketId)).version;
    const at = async () => ({ ticketId, version: await version() });
    const coordinator = principal('coordinator');
    const lead = { ...principal('handler of the accused'), agencyCode: 'SCT' };
    await app.get(TransferTicket).execute({ ...(await at()), leadAgencyCode: 'STC', remark: 'Thử.' }, ctx(coordinator));
    await owe(ticketId, 'STC');
    await app.get(TransferTicket).execute({ ...(await at()), leadAgencyCode: 'SCT', remark: 'Thử.' }, ctx(coordinator));
    await app.get(AcceptTicket).execute(await at(), ctx(lead));
    const ask = { ask: 'Cần danh sách.', dueOn: '2026-11-25' };
    for (const agencyCode of ['SYT', 'SNNMT', 'SNV'])
      await app.get(AskSupport).execute({ ...(await at()), ...ask, agencyCode }, ctx(lead));
    const health = principal('another handler');
    await app.get(DeliverSupport).execute({ ...(await at()), part: 'Đã có.' }, ctx(health));
    const parts: { id: string }[] = await app.rows.query(
      `select id from ticket_support where ticket_id = '${ticketId}' and agency_code = 'SNV'`,
    );
    const withdrawn = { supportId: parts[0]?.id ?? '', because: 'Không cần nữa.' };
    await app.get(WithdrawSupport).execute({ ...(await at()), ...withdrawn }, ctx(lead));
    const draft = { found: 'Nháp xanhlamchàm.', done: '', doneOn: null, inCharge: '', draftVersion: null };
    await app.get(SaveAnswerDraft).execute({ ...(await at()), ...draft }, ctx(lead));
  });

  // As docs/people-and-permissions.md says.
  it.each<[string, Role, string, readonly string[] | null]>([
    ['in charge', 'handler', 'SCT', ['save_draft', 'ask_support', 'ask_citizen']],
    ['asked for a part', 'handler', 'SNNMT', ['deliver_support']],
    ['has delivered its part', 'handler', 'SYT', []],
    ['its part was withdrawn', 'handler', 'SNV', null],
    ['had it first', 'handler', 'SXD', null],
    ['had it and owes the letter, the head', 'agency_head', 'STC', ['send_apology']],
    ['had it and owes the letter, a handler', 'handler', 'STC', []],
    ['never had it', 'agency_head', 'SKHCN', null],
  ])('%s (%s, %s)', async (_, role, agencyCode, may) => {
    const who = { ...principal('another handler'), roles: [role], agencyCode };
    const queries = app.get(TicketQueries);
    expect(await queries.sees(who, ticketId)).toBe(may !== null);
    const lists = await Promise.all(
      queries.tabs(who).map(async ({ name }) => (await queries.list(who, { tab: name })).items.map(({ id }) => id)),
    );
    expect(lists.flat().includes(ticketId)).toBe(agencyCode === 'SCT' || agencyCode === 'SNNMT');
    if (may === null) {
      await expect(queries.detail(who, ticketId)).rejects.toMatchObject({ kind: 'not-found' });
      return;
    }
    const detail = await queries.detail(who, ticketId);
    const offered = detail.actions.flatMap(({ command, allowed }) => (allowed ? [command as string] : []));
    expect(offered).toEqual(agencyCode === 'SCT' ? expect.arrayContaining([...may]) : may);
    // What the lead has not submitted is nobody else's to read.
    expect(detail.draft === null).toBe(agencyCode !== 'SCT');
    expect(PERSON.test(JSON.stringify(detail))).toBe(false);
  });

  it('see no file of an answer before it is out, but the lead and, once it is submitted, the centre', async () => {
    const [head, colleague, owing] = await Promise.all([
      signIn(app, 'agency_head', 'SCT'),
      signIn(app, 'handler', 'SCT'),
      signIn(app, 'agency_head', 'STC'),
    ]);
    const supporting = agents['another handler'];
    const draft = await app.rows.findOneByOrFail(TicketAnswerRow, { ticketId });
    const [file] = await app.get(Attachments).prepare([{ field: 'x', name: 'hien-truong.png', bytes: png() }], {
      field: 'x',
    });
    if (file === undefined) throw new Error('No file.');
    await app
      .get(UnitOfWork)
      .run((transaction) =>
        app.get(Attachments).store(transaction, { kind: 'answer', id: draft.id, ticketId }, [file], null),
      );
    const open = async (agent: Agent, id: string): Promise<string> => {
      const answer = await agent.get(`/tep/${id}`);
      return `${String(answer.status)} ${answer.status === 200 ? '' : still(answer.text).replaceAll(id, '«id»')}`;
    };
    const missing = (agent: Agent): Promise<string> => open(agent, '01J00000000000000000000001');
    for (const agent of [colleague, head]) expect(await open(agent, file.id)).toBe('200 ');
    for (const agent of [supporting, owing, agents.coordinator, agents.overseer])
      expect(await open(agent, file.id)).toBe(await missing(agent));

    const { version } = await row(ticketId);
    const answer = {
      found: 'Đã đo từng biển báo dọc tuyến, hai biển gãy chân vì xe lùi va vào.',
      done: 'Đã thay hai biển, sơn lại chân và kiểm tra các biển còn lại.',
      ...{
        doneOn: '2026-11-27',
        inCharge: 'Phòng Kỹ thuật',
        evidenceWaiver: 'Ảnh nằm trong biên bản giấy.',
        openPartsReason: 'Đã đủ số liệu.',
      },
    };
    const { draftVersion } = draft;
    const sent = await head.post(`/api/v1/tickets/${ticketId}/answer`, { version, draftVersion, ...answer });
    expect([sent.status, sent.text]).toEqual([200, expect.stringContaining('awaiting_approval')]);
    for (const agent of [colleague, agents.coordinator, agents.overseer])
      expect(await open(agent, file.id)).toBe('200 ');
    for (const agent of [supporting, owing]) expect(await open(agent, file.id)).toBe(await missing(agent));
    const page = async (agent: Agent): Promise<string> => (await agent.get(`/phieu?phieu=${ticketId}`)).text;
    expect(await page(agents.coordinator)).toContain(file.id);
    expect(await page(supporting)).toContain('Đã thay hai biển');
    expect(await page(supporting)).not.toContain(file.id);
  });
});

it('whoever was overtaken on a ticket they see hears of it, also where the next step is somebody else’s', async () => {
  const operator = await signIn(app, 'operator');
  const { ticketId } = await record(operator, { words: 'Đèn vàng nháy mãi.', subjectAgencyCode: null });
  const at = `/api/v1/tickets/${ticketId}`;
  await agents['handler of the accused'].post(`${at}/accept`, { version: 1 }).expect(200);
  const back = (version: number) =>
    agents['head of the accused'].post(`${at}/return-answer`, { version, remarks: 'Viết rõ hơn.' });
  await agents.coordinator.post(`${at}/transfer`, { version: 2, leadAgencyCode: 'STC', remark: 'Thử.' }).expect(200);
  // No longer theirs to see: like one that does not exist.
  await back(2).expect(404);
  const approve = (version: number) => agents.director.post(`${at}/approve`, { version });
  await approve(2).expect(409);
  await approve(3).expect(404);
});

it('is not named by what it was linked with', async () => {
  const operator = await signIn(app, 'operator');
  const kept = await record(operator, { words: 'Biển báo bị che.', subjectAgencyCode: null });
  const gone = await record(operator, {});
  const post = (id: string, rest: string, body: object) =>
    agents.coordinator.post(`/api/v1/tickets/${id}/${rest}`, body);
  await post(kept.ticketId, 'link', { version: 1, otherCode: gone.code }).expect(200);
  const pages = async (person: Person): Promise<string> => {
    const addresses = [`/api/v1/tickets/${kept.ticketId}`, `/phieu?phieu=${kept.ticketId}`];
    return (await Promise.all(addresses.map((address) => agents[person].get(address)))).map(({ text }) => text).join();
  };
  expect(await pages('handler of the accused')).toContain(gone.code);
  const { version } = await row(gone.ticketId);
  const guide = { version, kind: 'denunciation', text: 'Gửi đơn đến Thanh tra thành phố.' };
  await post(gone.ticketId, 'guide-elsewhere', guide).expect(200);
  expect(await pages('handler of the accused')).not.toContain(gone.code);
  expect(await pages('coordinator')).toContain(gone.code);
});

describe('a slip', () => {
  it('of whoever keeps it does not show a denunciation to those it is about', async () => {
    const { ticket } = ids.aboutCentre;
    const { version } = await row(ticket);
    const body = { version, kind: 'complaint', text: 'Gửi đơn đến Văn phòng UBND thành phố.' };
    await agents.overseer.post(`/api/v1/tickets/${ticket}/guide-elsewhere`, body).expect(200);
    expect(await row(ticket)).toMatchObject({
      state: 'guided_elsewhere',
      boundary: 'denunciation',
      leadAgencyCode: 'VPUBND',
    });
    await agents.coordinator.get(`/api/v1/tickets/${ticket}`).expect(404);
  });

  it('of a coordinator does not tell others of a denunciation: first they are taken out of it', async () => {
    const operator = await signIn(app, 'operator');
    const [parent, child] = [
      await record(operator, { categoryCode: null }),
      await record(operator, { categoryCode: null }),
    ];
    const at = `/api/v1/tickets/${parent.ticketId}`;
    await agents.coordinator.post(`${at}/merge`, { version: 1, children: [{ code: child.code }] }).expect(200);
    const body = { version: 2, categoryCode: 'khac-kntc', boundary: 'denunciation' };
    const refused = await agents.coordinator.post(`${at}/classify`, body);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('tách')]);
  });
});
