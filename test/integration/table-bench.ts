import { Directory } from '../../src/agencies/index.js';
import type { CommandContext, Principal } from '../../src/identity/index.js';
import { Idempotency, managerOf, type Transaction } from '../../src/platform/database/index.js';
import { Catalog } from '../../src/routing/index.js';
import {
  AppealLead,
  AskSupport,
  AssignTicket,
  CloseTicket,
  DeliverSupport,
  LinkTickets,
  MergeTickets,
  ModerateCopy,
  MoveAgency,
  RejectTicket,
  RemindSupport,
  ReopenTicket,
  ReportDone,
  ReturnTicket,
  RuleLead,
  SplitTicket,
  WithdrawSupport,
  WithdrawTicket,
  type CommandResult,
  type TicketCommand,
  type TicketState,
} from '../../src/tickets/index.js';
import { AccountRow } from '../../src/identity/entities.js';
import { LeadChoice } from '../../src/tickets/lead-choice.js';
import { TicketCategories } from '../../src/tickets/ticket-categories.js';
import { TicketSupportRow } from '../../src/tickets/entities.js';
import { newId } from '../../src/kernel/index.js';
import {
  acted,
  ANSWER,
  breach,
  bring,
  by,
  CENTRE,
  ITSELF,
  LETTER,
  people,
  staff,
  WARD,
  WARD_AGENCY,
  type Desk,
} from './tickets-desk.js';

export interface Reached {
  readonly ticketId: string;
  readonly version: number;
}

/** Asked for a part where a command is about parts. */
export const SUPPORTING = 'SXD';
/** Ten working days, which may be extended once. */
const COMPLEX = 'dat-lan-chiem';
const GATE = 'Gửi UBND phường.';
const REQUEST = { reason: 'Cần đo đạc.', newDay: '2026-12-08' } as const;
const START = '2026-11-17 08:00';
const AFTER_RATING = '2026-12-20 08:00';

type Inside = (transaction: Transaction, at: Reached, ctx: CommandContext) => Promise<CommandResult | null>;

/** All commands of a ticket over one desk, and the ways to a ticket in each state. */
export async function tableBench(desk: Desk) {
  const { clock, store, planner, reader, unitOfWork, codes } = desk;
  const directory: Directory = desk.directory;
  const idempotency = new Idempotency(unitOfWork, reader, clock);
  const catalog = new Catalog(reader, directory);
  await catalog.reload();
  const categories = new TicketCategories(catalog);
  const leads = new LeadChoice(directory, categories);
  const who = people();
  const coordinator = by(who.coordinator);
  const fresh = (principal: Principal): CommandContext => by(principal);

  const commands = {
    returnTicket: new ReturnTicket(idempotency, store, clock, planner, directory, leads),
    appeal: new AppealLead(idempotency, store, clock),
    rule: new RuleLead(idempotency, store, clock, planner, leads),
    assign: new AssignTicket(idempotency, store, clock),
    askSupport: new AskSupport(idempotency, store, clock, categories, planner, directory),
    deliverSupport: new DeliverSupport(idempotency, store, clock, desk.attachments),
    remindSupport: new RemindSupport(idempotency, store, clock, planner),
    withdrawSupport: new WithdrawSupport(idempotency, store, clock),
    reject: new RejectTicket(
      idempotency,
      store,
      clock,
      planner,
      codes,
      new SplitTicket(idempotency, store, clock, planner, directory),
    ),
    withdraw: new WithdrawTicket(idempotency, store, clock, planner),
    merge: new MergeTickets(idempotency, store, clock, planner, codes),
    split: new SplitTicket(idempotency, store, clock, planner, directory),
    link: new LinkTickets(idempotency, store, clock, codes),
    reopen: new ReopenTicket(idempotency, store, clock, planner, directory, leads),
    reportDone: new ReportDone(idempotency, store, clock, unitOfWork, desk.attachments),
    close: new CloseTicket(idempotency, store, clock),
    move: new MoveAgency(store, clock, categories, directory),
    moderate: new ModerateCopy(store, clock),
  };

  const colleague = await unitOfWork.run(async (transaction) => {
    const id = newId();
    await managerOf(transaction).insert(AccountRow, account(id, WARD_AGENCY, 'handler'));
    return id;
  });
  const other = await desk.open();
  const partOf = async (ticketId: string): Promise<string> =>
    (await reader.manager.findOneBy(TicketSupportRow, { ticketId }))?.id ?? newId();

  const asItIs = (ctx: CommandContext, at: Reached): { ticketId: string; version: number | null } =>
    ctx.principal.kind === 'reporter' ? { ...at, version: null } : at;

  /** Every command with input that its state and role would let through. */
  const run: Readonly<Record<TicketCommand, Inside>> = {
    classify: (t, at, ctx) => desk.classify.inside(t, { ...at, categoryCode: 'gt-mat-duong', wardCode: WARD }, ctx),
    accept: (t, at, ctx) => desk.accept.inside(t, at, ctx),
    save_draft: (t, at, ctx) => desk.saveDraft.inside(t, { ...at, ...ANSWER, draftVersion: null }, ctx),
    submit_answer: (t, at, ctx) => desk.submit.inside(t, { ...at, ...ANSWER }, ctx),
    approve_answer: (t, at, ctx) => desk.approve.inside(t, at, ctx),
    return_answer: (t, at, ctx) => desk.sendBack.inside(t, { ...at, remarks: 'Thiếu ngày xong.' }, ctx),
    publish: (t, at, ctx) => desk.publish.inside(t, at, ctx),
    guide_elsewhere: (t, at, ctx) => desk.guide.inside(t, { ...at, kind: 'complaint', text: GATE }, ctx),
    report_action: (t, at, ctx) => desk.reportAction.inside(t, { ...at, ...acted(desk) }, ctx),
    reclassify: (t, at, ctx) => desk.reclassify.inside(t, { ...at, priority: 'high' }, ctx),
    transfer: (t, at, ctx) => desk.transfer.inside(t, { ...at, leadAgencyCode: 'SXD', remark: 'Đường tỉnh.' }, ctx),
    return_ticket: (t, at, ctx) =>
      commands.returnTicket.inside(t, { ...at, ...RETURN, proposedAgencyCode: 'SXD' }, ctx),
    appeal_lead: (t, at, ctx) => commands.appeal.inside(t, { ...at, words: 'Không thuộc thẩm quyền của xã.' }, ctx),
    rule_lead: (t, at, ctx) => commands.rule.inside(t, { ...at, leadAgencyCode: WARD_AGENCY, words: 'Xã.' }, ctx),
    assign: (t, at, ctx) => {
      const { principal } = ctx;
      const own = principal.kind === 'staff' && principal.roles.includes('handler');
      return commands.assign.inside(t, { ...at, accountId: own ? principal.accountId : colleague }, ctx);
    },
    ask_support: (t, at, ctx) =>
      commands.askSupport.inside(t, { ...at, agencyCode: SUPPORTING, ask: 'Đo giúp.', dueOn: '2026-11-19' }, ctx),
    deliver_support: (t, at, ctx) => commands.deliverSupport.inside(t, { ...at, part: 'Đã đo.' }, ctx),
    remind_support: async (t, at, ctx) =>
      commands.remindSupport.inside(t, { ...at, supportId: await partOf(at.ticketId) }, ctx),
    withdraw_support: async (t, at, ctx) =>
      commands.withdrawSupport.inside(t, { ...at, supportId: await partOf(at.ticketId), because: 'Tự đo.' }, ctx),
    ask_citizen: (t, at, ctx) => desk.ask.inside(t, { ...at, text: 'Chỗ nào?' }, ctx),
    record_reply: (t, at, ctx) => desk.reply.inside(t, { ...asItIs(ctx, at), text: 'Trước chợ.' }, ctx),
    remind_question: (t, at, ctx) => desk.remindQuestion.inside(t, at, ctx),
    expire_question: (t, at, ctx) => desk.expireQuestion.inside(t, at, ctx),
    request_extension: (t, at, ctx) => desk.requestExtension.inside(t, { ...at, ...REQUEST }, ctx),
    decide_extension: (t, at, ctx) => desk.decideExtension.inside(t, { ...at, approve: false, words: 'Đủ.' }, ctx),
    send_apology: (t, at, ctx) => desk.sendApology.inside(t, { ...at, ...LETTER }, ctx),
    correct: (t, at, ctx) => desk.correct.inside(t, { ...at, title: 'Ổ gà trước chợ', remark: 'Cho rõ.' }, ctx),
    add_facts: (t, at, ctx) => desk.addFacts.inside(t, { ...asItIs(ctx, at), text: 'Sâu thêm.' }, ctx),
    enquire: (t, at, ctx) => desk.enquire.inside(t, asItIs(ctx, at), ctx),
    chase: (t, at, ctx) => desk.chase.inside(t, asItIs(ctx, at), ctx),
    remind_holder: (t, at, ctx) => desk.remindHolder.inside(t, { ...at, text: 'Xin làm sớm.' }, ctx),
    reject: (t, at, ctx) => commands.reject.inside(t, { ...at, ground: 'out_of_scope', text: 'Gửi nơi khác.' }, ctx),
    withdraw: (t, at, ctx) => commands.withdraw.inside(t, asItIs(ctx, at), ctx),
    merge: async (t, { ticketId, version }, ctx) => {
      const parent = await desk.ticket(other.ticketId);
      const children = [{ ticketId, version }];
      return commands.merge.inside(t, { ticketId: parent.id, version: parent.version, children }, ctx);
    },
    absorb: async (t, at, ctx) => {
      const child = await desk.ticket(other.ticketId);
      return commands.merge.inside(t, { ...at, children: [{ ticketId: child.id, version: child.version }] }, ctx);
    },
    split: (t, at, ctx) => commands.split.inside(t, { ...at, remark: 'Hai chỗ khác nhau.' }, ctx),
    link: (t, at, ctx) => commands.link.inside(t, { ...at, otherCode: other.code }, ctx),
    reopen: (t, at, ctx) =>
      commands.reopen.inside(t, { ...asItIs(ctx, at), words: 'Vá xong lại hỏng ngay tuần sau.', ground: 'order' }, ctx),
    report_done: (t, at, ctx) =>
      commands.reportDone.inside(t, { ...at, text: 'Đã thảm lại mặt đường, kẻ lại vạch.' }, ctx),
    close: (t, at, ctx) => commands.close.inside(t, at, ctx),
    moderate: (t, at, ctx) => commands.moderate.inside(t, at, { what: 'revised', answerId: newId() }, ctx),
    move_agency: (t, at, ctx) =>
      commands.move.inside(
        t,
        { ...at, orderId: newId(), takesOver: (code) => (code === WARD_AGENCY ? 'SXD' : code), agencyOf: () => 'SXD' },
        ctx,
      ),
  };

  const system = by(ITSELF.principal);
  const did = async (command: TicketCommand, at: Reached, ctx: CommandContext): Promise<Reached> => {
    const result = await unitOfWork.run((transaction) => run[command](transaction, at, ctx));
    if (result === null) throw new Error(`${command} changed nothing.`);
    return result;
  };
  const published = async (): Promise<Reached> =>
    desk.publish.execute(await bring(desk, who, 'awaiting_publication'), fresh(who.coordinator));
  const ruled = async (): Promise<Reached> => {
    const back = await did('return_ticket', await bring(desk, who, 'assigned'), fresh(who.handler));
    return did('rule_lead', back, coordinator);
  };

  const reach: Readonly<Record<TicketState, () => Promise<Reached>>> = {
    received: () => desk.open({ categoryCode: null }),
    assigned: () => bring(desk, who, 'assigned'),
    in_progress: () => bring(desk, who, 'in_progress'),
    awaiting_info: () => bring(desk, who, 'awaiting_info'),
    awaiting_approval: () => bring(desk, who, 'awaiting_approval'),
    awaiting_publication: () => bring(desk, who, 'awaiting_publication'),
    published,
    resolved_private: async () =>
      desk.publish.execute(
        { ...(await bring(desk, who, 'awaiting_publication')), visibility: 'private', privateReason: 'Chuyện riêng.' },
        fresh(who.coordinator),
      ),
    closed: async () => {
      const at = await published();
      clock.set(AFTER_RATING);
      const closed = await did('close', at, system);
      clock.set(START);
      return closed;
    },
    guided_elsewhere: async () => did('guide_elsewhere', await bring(desk, who, 'assigned'), coordinator),
    rejected: async () => did('reject', await desk.open({ categoryCode: null }), coordinator),
    withdrawn: async () => did('withdraw', await bring(desk, who, 'assigned'), fresh(who.operator)),
    merged: async () => {
      const parent = await desk.open();
      const at = await desk.open();
      await commands.merge.execute({ ...parent, children: [at] }, fresh(who.coordinator));
      const { id, version } = await desk.ticket(at.ticketId);
      return { ticketId: id, version };
    },
  };

  /** Corrected to an emergency on the way, so that no state is out of reach before the action is reported. */
  const urgent = async (state: TicketState): Promise<Reached> => {
    const emergency = { boundary: 'emergency', priority: 'high' } as const;
    if (state !== 'awaiting_info')
      return desk.reclassify.execute({ ...(await reach[state]()), ...emergency }, fresh(who.coordinator));
    return desk.ask.execute({ ...(await urgent('in_progress')), text: 'Chỗ nào?' }, fresh(who.handler));
  };
  const complex = async (state: TicketState, asked: boolean): Promise<Reached> => {
    let at: Reached = await bring(desk, who, 'in_progress', { categoryCode: COMPLEX });
    if (asked) at = await desk.requestExtension.execute({ ...at, ...REQUEST }, fresh(who.handler));
    return state === 'in_progress' ? at : desk.submit.execute({ ...at, ...ANSWER }, fresh(who.handler));
  };
  const owing = async (state: TicketState): Promise<Reached> => {
    // Only a complaint has a deadline for the answer while it waits.
    const at =
      state === 'received'
        ? await desk.open({ boundary: 'complaint' })
        : state === 'rejected'
          ? await did('reject', await bring(desk, who, 'assigned'), coordinator)
          : await reach[state]();
    const { ticketId } = at;
    const held = state === 'received' ? undefined : WARD_AGENCY;
    await breach(desk, ticketId, held);
    return at;
  };
  const supported = async (state: TicketState): Promise<Reached> => {
    let at = await did('ask_support', await bring(desk, who, 'in_progress'), fresh(who.handler));
    if (state === 'in_progress') return at;
    if (state === 'awaiting_info') return did('ask_citizen', at, fresh(who.handler));
    const openPartsReason = 'Câu trả lời không cần số đo.';
    at = await desk.submit.execute({ ...at, ...ANSWER, openPartsReason }, fresh(who.head));
    return state === 'awaiting_approval' ? at : desk.approve.execute(at, fresh(who.head));
  };
  /** Given back once, by another agency than the one that has it in the table. */
  const returned = async (state: TicketState): Promise<Reached> => {
    const elsewhere = await did('transfer', await bring(desk, who, 'assigned'), coordinator);
    const back = await commands.returnTicket.execute(
      { ...elsewhere, ...RETURN, proposedAgencyCode: WARD_AGENCY },
      by(staff('handler', 'SXD')),
    );
    if (state === 'received') return back;
    const at = await did('classify', back, coordinator);
    return state === 'assigned' ? at : did('accept', at, fresh(who.handler));
  };

  /** Answered with work to come. */
  const promised = async (state: 'published' | 'resolved_private'): Promise<Reached> => {
    const accepted = await bring(desk, who, 'in_progress');
    const submitted = await desk.submit.execute({ ...accepted, ...ANSWER, doneOn: '2026-11-24' }, fresh(who.handler));
    const approved = await desk.approve.execute(submitted, fresh(who.head));
    const how = state === 'published' ? {} : { visibility: 'private' as const, privateReason: 'Chuyện riêng.' };
    return desk.publish.execute({ ...approved, ...how }, fresh(who.coordinator));
  };

  /** A ticket in the state in which the command finds all else that it needs. */
  const fit = async (state: TicketState, command: TicketCommand): Promise<Reached> => {
    clock.set(START);
    switch (command) {
      case 'report_action':
        return urgent(state);
      case 'request_extension':
        return complex(state, false);
      case 'decide_extension':
        return complex(state, true);
      case 'send_apology':
        return owing(state);
      case 'deliver_support':
      case 'remind_support':
      case 'withdraw_support':
        return supported(state);
      case 'report_done':
        return state === 'published' || state === 'resolved_private' ? promised(state) : reach[state]();
      case 'rule_lead':
        return returned(state);
      case 'appeal_lead': {
        const at = await ruled();
        return state === 'assigned' ? at : did('accept', at, fresh(who.handler));
      }
      default:
        return reach[state]();
    }
  };

  /** When a command's time has come, in the state to which that matters. */
  const timeOf = (state: TicketState, command: TicketCommand): string => {
    if (command === 'close') return AFTER_RATING;
    if (command === 'remind_question' || command === 'expire_question') return AFTER_RATING;
    return START;
  };

  return { run, reach, fit, timeOf, commands, who, roles: await roles(desk, who.handler) };
}

const RETURN = { ground: 'not_competent', words: 'Đường do Sở quản lý.' } as const;

function account(id: string, agencyCode: string, role: string): AccountRow {
  return {
    id,
    login: id.toLowerCase(),
    displayName: `Thử ${role}`,
    passwordHash: '-',
    agencyCode,
    roles: [role],
    active: true,
    createdAt: new Date(0),
    email: null,
  };
}

/** Everybody who may come to a ticket; the reporter is the one of the ticket that is asked for. */
async function roles(
  desk: Desk,
  writer: ReturnType<typeof staff>,
): Promise<Readonly<Record<string, (ticketId: string) => Principal>>> {
  const handler = staff('handler', WARD_AGENCY);
  const deputy = { ...staff('handler', WARD_AGENCY), deputyFor: [newId()] };
  await desk.unitOfWork.run((transaction) =>
    managerOf(transaction).insert(
      AccountRow,
      [handler, deputy, writer].map(({ accountId }) => account(accountId, WARD_AGENCY, 'handler')),
    ),
  );
  const fixed: Readonly<Record<string, Principal>> = {
    'lead handler': handler,
    'lead head': staff('agency_head', WARD_AGENCY),
    'lead deputy': deputy,
    'lead deputy who wrote it': { ...writer, deputyFor: [newId()] },
    'supporting handler': staff('handler', SUPPORTING),
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
    'reporter of another ticket': { kind: 'reporter', ticketId: newId() },
    service: { kind: 'system', name: 'test' },
  };
  return {
    ...Object.fromEntries(Object.entries(fixed).map(([name, principal]) => [name, () => principal])),
    reporter: (ticketId) => ({ kind: 'reporter', ticketId }),
  };
}
