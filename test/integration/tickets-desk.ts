import { randomUUID } from 'node:crypto';
import { agenciesEntities, agenciesPart, Directory, loadProvince, ProvinceLoader } from '../../src/agencies/index.js';
import { Attachments, attachmentsEntities, PhotoUploads } from '../../src/attachments/index.js';
import {
  Accounts,
  identityEntities,
  type CommandContext,
  type Principal,
  type Role,
} from '../../src/identity/index.js';
import { newId } from '../../src/kernel/index.js';
import { PACKAGE_ROOT, type Config } from '../../src/platform/config/index.js';
import {
  Idempotency,
  IdempotencyRow,
  managerOf,
  type EntityClass,
  type Transaction,
} from '../../src/platform/database/index.js';
import { Outbox, outboxEntities } from '../../src/platform/outbox/index.js';
import { Catalog, Router, routingEntities, routingPart } from '../../src/routing/index.js';
import { slaEntities, slaPart, SlaPolicies } from '../../src/sla/index.js';
import {
  AcceptTicket,
  AppealLead,
  CloseTicket,
  RejectTicket,
  SplitTicket,
  ReopenTicket,
  ReturnTicket,
  RuleLead,
  WithdrawTicket,
  AddFacts,
  ChaseTicket,
  CorrectTicket,
  EnquireTicket,
  ExpireQuestion,
  RemindHolder,
  RemindQuestion,
  Supplements,
  Apologies,
  ApologyLetters,
  ApproveAnswer,
  AskCitizen,
  ClassifyTicket,
  DecideExtension,
  GATE_CHECKS,
  GuideElsewhere,
  OpenTicket,
  owedApology,
  PublishAnswer,
  ReclassifyTicket,
  RecordReply,
  ReportAction,
  ReportDone,
  RequestExtension,
  ReturnAnswer,
  SaveAnswerDraft,
  SendApology,
  StatusCounts,
  SubmitAnswer,
  ClockHoldingRow,
  TicketApologyRow,
  TicketClockRow,
  TicketCodes,
  TicketQueries,
  TicketRow,
  ticketsEntities,
  TrackingLinks,
  TrackingQuery,
  TransferTicket,
  type NewTicket,
  type OpenedResult,
} from '../../src/tickets/index.js';
import { lettersEntities, LetterRegister } from '../../src/letters/index.js';
import { ApologyForms } from '../../src/tickets/apology-forms.js';
import { SlaClockPlanner } from '../../src/tickets/clock-planner.js';
import { WhatChanged } from '../../src/tickets/queries/what-changed.js';
import { TicketPresenter } from '../../src/tickets/queries/ticket-presenter.js';
import { TicketCategories } from '../../src/tickets/ticket-categories.js';
import { LeadChoice } from '../../src/tickets/lead-choice.js';
import { HiddenTickets } from '../../src/tickets/hidden-tickets.js';
import { TicketStore } from '../../src/tickets/ticket-store.js';
import { AssetStore } from '../../src/platform/assets/index.js';
import { siteTexts } from '../../src/platform/templates/site.js';
import { Locale, Templates } from '../../src/platform/templates/index.js';
import { createTestDatabase, FixedClock } from '../support/index.js';

/** Phường Trảng Dài, its committee and its police. */
export const WARD = '25993';
export const WARD_AGENCY = `UBND-${WARD}`;
export const CENTRE = 'TD1022';

const config = {
  provinceDir: `${PACKAGE_ROOT}provinces/dong-nai`,
  publicUrl: 'http://localhost:3000',
  secret: 'only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz',
} as Config;

function templates(): Templates {
  const locale = Locale.load(`${PACKAGE_ROOT}templates/locales`, 'vi', siteTexts(config.provinceDir));
  return Templates.load(`${PACKAGE_ROOT}templates`, locale, AssetStore.load(PACKAGE_ROOT, true));
}

/** Somebody of staff, as the session would say. */
export function staff(role: Role, agencyCode: string, accountId = newId()): Extract<Principal, { kind: 'staff' }> {
  return { kind: 'staff', accountId, displayName: `Thử ${role}`, roles: [role], agencyCode };
}

/** A request of somebody, with a key of its own or the one given. */
export function by(principal: Principal, key: string = randomUUID()): CommandContext {
  const scope = principal.kind === 'staff' ? principal.accountId : principal.kind;
  return { principal, requestId: 'test', idempotency: { scope, key, hash: 'a'.repeat(64) } };
}

/** Something the service does by itself: no key. */
export const ITSELF: CommandContext = {
  principal: { kind: 'system', name: 'test' },
  requestId: 'test',
  idempotency: null,
};

/** The tickets module on a fresh database of the engine under test, with the province's rules, without HTTP. */
export async function openDesk({ entities = [] }: { entities?: readonly EntityClass[] } = {}) {
  const clock = new FixedClock('2026-11-17 08:00');
  const db = await createTestDatabase({
    entities: [
      ...agenciesEntities,
      ...identityEntities,
      ...routingEntities,
      ...slaEntities,
      ...lettersEntities,
      ...ticketsEntities,
      ...attachmentsEntities,
      ...outboxEntities,
      IdempotencyRow,
      ...entities,
    ],
  });
  const { reader, unitOfWork } = db;
  const loader = new ProvinceLoader(config, unitOfWork, reader, clock);
  await loader.load([agenciesPart, slaPart, routingPart]);
  const directory = new Directory(reader, clock, loadProvince(config.provinceDir));
  await directory.reload();
  const catalog = new Catalog(reader, directory);
  await catalog.reload();
  const policies = new SlaPolicies(reader);
  await policies.reload();

  const idempotency = new Idempotency(unitOfWork, reader, clock);
  const store = new TicketStore(new Outbox(clock), new HiddenTickets());
  const planner = new SlaClockPlanner(policies);
  const categories = new TicketCategories(catalog);
  const router = new Router(catalog, directory);
  const codes = new TicketCodes(directory);
  const links = new TrackingLinks(config);
  const presenter = new TicketPresenter(directory, categories, policies, clock);
  const attachments = new Attachments(reader, clock);
  const uploads = new PhotoUploads(reader, unitOfWork, attachments, clock);
  const leads = new LeadChoice(directory, categories);
  const accounts = new Accounts(unitOfWork, reader, clock, null as never, null as never);
  const letters = new LetterRegister(reader);
  const forms = new ApologyForms(directory, templates(), categories);
  const queries = new TicketQueries(reader, presenter, accounts, codes, clock, planner);
  const openTicket = new OpenTicket(store, codes, categories, router, planner, directory, clock);

  const open = (ticket: Partial<NewTicket> = {}, ctx: CommandContext = ITSELF): Promise<OpenedResult> =>
    unitOfWork.run((transaction) => openTicket.open(transaction, newTicket(clock, ticket), ctx));

  return {
    ...db,
    clock,
    codes,
    policies,
    directory,
    links,
    openTicket,
    open,
    classify: new ClassifyTicket(idempotency, store, clock, categories, router, planner, directory),
    accept: new AcceptTicket(idempotency, store, clock),
    saveDraft: new SaveAnswerDraft(idempotency, store, clock),
    submit: new SubmitAnswer(idempotency, store, clock, directory, categories, planner),
    approve: new ApproveAnswer(idempotency, store, clock, planner, directory),
    sendBack: new ReturnAnswer(idempotency, store, clock, planner),
    publish: new PublishLookedAt(idempotency, store, clock, categories, planner),
    guide: new GuideElsewhere(idempotency, store, clock, directory),
    reportAction: new ReportAction(idempotency, store, clock),
    reportDone: new ReportDone(idempotency, store, clock, unitOfWork, attachments),
    reclassify: new ReclassifyTicket(idempotency, unitOfWork, store, clock, categories, router, planner, directory),
    transfer: new TransferTicket(idempotency, store, clock, planner, leads),
    giveBack: new ReturnTicket(idempotency, store, clock, planner, directory, leads),
    appeal: new AppealLead(idempotency, store, clock),
    rule: new RuleLead(idempotency, store, clock, planner, leads),
    reject: new RejectTicket(
      idempotency,
      store,
      clock,
      planner,
      codes,
      new SplitTicket(idempotency, store, clock, planner, directory),
    ),
    withdraw: new WithdrawTicket(idempotency, store, clock, planner),
    reopen: new ReopenTicket(idempotency, store, clock, planner, directory, leads),
    closeTicket: new CloseTicket(idempotency, store, clock),
    ask: new AskCitizen(idempotency, store, clock, planner, directory),
    reply: new RecordReply(unitOfWork, idempotency, store, clock, planner, attachments, uploads),
    remindQuestion: new RemindQuestion(idempotency, store, clock, planner, directory),
    expireQuestion: new ExpireQuestion(idempotency, store, clock, planner),
    addFacts: new AddFacts(idempotency, store, clock, attachments, uploads, directory),
    enquire: new EnquireTicket(idempotency, store, clock),
    chase: new ChaseTicket(idempotency, store, clock, planner),
    remindHolder: new RemindHolder(idempotency, store, clock),
    correct: new CorrectTicket(idempotency, store, clock, directory, categories),
    supplements: new Supplements(reader, accounts, directory, router, clock, attachments),
    requestExtension: new RequestExtension(idempotency, store, clock, planner),
    decideExtension: new DecideExtension(idempotency, store, clock, planner),
    sendApology: new SendApology(idempotency, store, clock, forms, letters),
    apologies: new Apologies(reader, presenter),
    apologyLetters: new ApologyLetters(reader, forms, letters, queries, clock),
    store,
    attachments,
    planner,
    queries,
    tracking: new TrackingQuery(reader, links, codes, presenter, attachments, clock, planner),
    changed: new WhatChanged(reader, store, presenter, accounts, clock),
    counts: new StatusCounts(reader, clock),
    ticket: (id: string) => db.rows.findOneByOrFail(TicketRow, { id }),
    clocks: (ticketId: string) => db.rows.find(TicketClockRow, { where: { ticketId }, order: { position: 'ASC' } }),
    /** What a transaction sends to the database from here on, without its own begin and commit. */
    watch: (transaction: Transaction): string[] => statementsOf(transaction),
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** A pothole in phường Trảng Dài; the rest as the test says. */
export function newTicket(clock: FixedClock, ticket: Partial<NewTicket> = {}): NewTicket {
  return {
    channel: 'phone',
    externalId: null,
    contactId: newId(),
    words: 'Ổ gà sâu trước chợ, xe máy té hai vụ rồi.',
    title: null,
    placeText: 'Đường Bùi Trọng Nghĩa, gần chợ',
    point: null,
    wardCode: WARD,
    categoryCode: 'gt-mat-duong',
    subjectAgencyCode: null,
    boundary: 'ordinary',
    reporter: {
      kind: 'citizen',
      name: 'Nguyễn Thị Thử Nghiệm',
      phone: '+84900000123',
      email: 'thu.nghiem@example.vn',
      anonymous: false,
    },
    receivedAt: clock.now(),
    enteredByAccountId: null,
    ...ticket,
  };
}

/** The four parts of a good answer; the work is done. */
export const ANSWER = {
  found: 'Sáng 17/11 đo tại chỗ: ba ổ gà, sâu nhất 12 cm.',
  done: 'Đã rào chắn, đặt biển báo và vá tạm bằng nhựa nguội.',
  doneOn: '2026-11-17',
  inCharge: 'Ông Trần Văn Ví Dụ, Phòng Kinh tế, Hạ tầng và Đô thị',
  evidenceWaiver: 'Ảnh chụp nằm trong biên bản giấy.',
} as const;

/** A coordinator who has looked at everything. */
class PublishLookedAt extends PublishAnswer {
  override inside(...[transaction, input, ctx]: Parameters<PublishAnswer['inside']>) {
    const checks = Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed']));
    return super.inside(transaction, { checks, ...input }, ctx);
  }
}

/** A letter of apology as the head sends it. */
export const LETTER = {
  opening: 'UBND phường Trảng Dài xin lỗi ông/bà vì trả lời chậm phản ánh này.',
  reason: 'xe của đội duy tu hỏng hai ngày.',
  remedy: 'đã mượn xe, vá xong sáng nay.',
  committedOn: '2026-11-25',
  contact: 'Phòng Kinh tế, Hạ tầng và Đô thị, 0251 3123 456',
} as const;

/** The people of one ward's ticket. */
export function people(agencyCode = WARD_AGENCY) {
  return {
    operator: staff('operator', CENTRE),
    coordinator: staff('coordinator', CENTRE),
    handler: staff('handler', agencyCode),
    head: staff('agency_head', agencyCode),
    foreignHandler: staff('handler', 'SYT'),
    foreignHead: staff('agency_head', 'SYT'),
  };
}

export type People = ReturnType<typeof people>;

export type Stage = 'assigned' | 'in_progress' | 'awaiting_info' | 'awaiting_approval' | 'awaiting_publication';

/** Takes a new ticket so far, each step by whoever does it; returns its id and version. */
export async function bring(
  desk: Desk,
  who: People,
  to: Stage,
  ticket: Partial<NewTicket> = {},
): Promise<{ ticketId: string; version: number }> {
  let at: { ticketId: string; version: number } = await desk.open(ticket);
  if (to === 'assigned') return at;
  at = await desk.accept.execute(at, by(who.handler));
  if (to === 'in_progress') return at;
  if (to === 'awaiting_info') return desk.ask.execute({ ...at, text: 'Chỗ nào trước chợ?' }, by(who.handler));
  if (ticket.boundary === 'emergency') at = await desk.reportAction.execute({ ...at, ...acted(desk) }, by(who.handler));
  at = await desk.submit.execute({ ...at, ...ANSWER }, by(who.handler));
  if (to === 'awaiting_approval') return at;
  return desk.approve.execute(at, by(who.head));
}

/** What was done on the spot, just now. */
export function acted({ clock }: Pick<Desk, 'clock'>): { text: string; actedAt: string } {
  return { text: 'Đã rào chắn, cắt điện.', actedAt: clock.now().toISOString() };
}

/** The ticket misses its end-to-end deadline: the letter is owed by whoever holds it, as the escalation writes it. */
export async function breach(desk: Desk, ticketId: string, agencyCode?: string): Promise<void> {
  const ticket = await desk.ticket(ticketId);
  const clocks = await desk.clocks(ticketId);
  const resolve = clocks.find(({ kind }) => kind === 'resolve');
  if (!resolve) throw new Error('Nothing to miss.');
  const debt = owedApology(ticket, resolve, {
    holderAgencyCode: agencyCode ?? ticket.leadAgencyCode ?? CENTRE,
    position: clocks.length + 1,
    planner: desk.planner,
  });
  if (debt === null) throw new Error('No letter is owed for this class.');
  await desk.unitOfWork.run(async (transaction) => {
    const manager = managerOf(transaction);
    await manager.increment(TicketRow, { id: ticketId }, 'deadlineRevision', 1);
    await manager.insert(TicketClockRow, { ...debt.clock, pauses: [] });
    await manager.insert(ClockHoldingRow, { ...debt.holding, stage: ticket.state });
    await manager.insert(TicketApologyRow, debt.apology);
  });
}

type Query = (sql: string, ...rest: unknown[]) => Promise<unknown>;

function statementsOf(transaction: Transaction): string[] {
  const runner = managerOf(transaction).queryRunner as unknown as { query: Query } | undefined;
  if (!runner) throw new Error('A transaction without a connection.');
  const statements: string[] = [];
  const query = runner.query.bind(runner);
  runner.query = (sql, ...rest) => {
    if (!/^\s*(start|begin|commit|rollback)/i.test(sql)) statements.push(sql);
    return query(sql, ...rest);
  };
  return statements;
}
