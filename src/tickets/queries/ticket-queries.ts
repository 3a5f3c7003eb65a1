import { Injectable } from '@nestjs/common';
import { In, type SelectQueryBuilder } from 'typeorm';
import { Accounts, allows, type Principal } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { deputyIdOf } from '../acting.js';
import { can, HIDDEN_REASON, offers, ticketScope, type PolicyTicket } from '../domain/policy.js';
import { obstacle } from '../domain/obstacles.js';
import { extensionChoices, extensionObstacle, type ExtensionFacts } from '../domain/extension-moves.js';
import { pendingExtension } from '../domain/extension.js';
import type { Apology } from '../domain/apology.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { asRemarks } from '../domain/supplement-question.js';
import { RESOLVE_KINDS } from '../domain/clock-moves.js';
import { supportChoices } from '../domain/support.js';
import type { TicketClock } from '../domain/clock.js';
import type { Answer, Channel } from '../domain/ticket.js';
import {
  ClockHoldingRow,
  isTicketId,
  TicketAnswerRow,
  TicketApologyRow,
  TicketClockRow,
  TicketExtensionRow,
  TicketHistoryRow,
  TicketQuestionRow,
  TicketRemarkRow,
  TicketReporterRow,
  TicketRow,
  TicketSupportRow,
} from '../entities.js';
import { TicketCodes } from '../ticket-codes.js';
import { commitmentView } from './commitment-view.js';
import { namingOnlySeen } from './linked-lines.js';
import { saidElsewhere } from './said-elsewhere.js';
import { decodeCursor, encodeCursor, tabOf, tabsOf, type ListTab } from './list-tabs.js';
import { after, inherited, ofTab, owingPart, withinReach, withinScope } from './scope-condition.js';
import { suggestedAgencies, supportView } from './support-view.js';
import { TicketPresenter } from './ticket-presenter.js';
import type { ClockView, ListItem, Named, ReporterView, TicketDetail, TicketPage } from './views.js';

export interface ListRequest {
  /** The name of one of `tabs(principal)`. */
  readonly tab: string;
  /** 1 … 200; 50 when left out. */
  readonly limit?: number | undefined;
}

const PAGE = 50;
const MAX_PAGE = 200;

/** What staff read. Every query carries the person's scope; none of them touches the reporter, but `reporter`. */
@Injectable()
export class TicketQueries {
  constructor(
    private readonly reader: Reader,
    private readonly presenter: TicketPresenter,
    private readonly accounts: Accounts,
    private readonly codes: TicketCodes,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** The lists this person has, in order. */
  tabs(principal: Principal): readonly ListTab[] {
    return tabsOf(ticketScope(principal));
  }

  /**
   * One page of a list, the most urgent first; of what has ended, the latest first. Two statements; of what has ended
   * one more for each agency that came to this one.
   * @throws Problem `not-found` for a list the person does not have, `invalid-input` for a broken cursor.
   */
  async list(principal: Principal, request: ListRequest, cursor: string | null = null): Promise<TicketPage> {
    const scope = ticketScope(principal);
    const tab = tabOf(scope, request.tab);
    if (tab === null) throw Problem.notFound('Không có danh sách này.');
    const position = cursor === null ? null : decodeCursor(cursor);
    if (cursor !== null && position === null) {
      throw Problem.invalid([
        { field: 'cursor', message: 'Không đọc được vị trí trang; xin mở lại danh sách từ đầu.' },
      ]);
    }
    const size = Math.min(MAX_PAGE, Math.max(1, request.limit ?? PAGE));
    const all = (): SelectQueryBuilder<TicketRow> => this.reader.manager.createQueryBuilder(TicketRow, 't');
    const ordered = (query: SelectQueryBuilder<TicketRow>): SelectQueryBuilder<TicketRow> => {
      ofTab(query, tab, principal, this.clock.now());
      return position === null ? query : after(query, tab, position);
    };
    const queries =
      tab.supporting === true ? [owingPart(all(), scope, position)] : [ordered(withinScope(all(), scope))];
    // What has ended stays with the agency that answered; open tickets have come over.
    if (scope.kind === 'agency' && tab.of === 'ended')
      queries.push(...scope.line.before.map((code) => ordered(inherited(all(), scope, code))));
    const rows: (TicketRow & { part?: TicketSupportRow })[] = (
      await Promise.all(queries.map((query) => query.limit(size + 1).getMany()))
    ).flat();
    // Each is in the order of its index; together they have to be put in it.
    if (queries.length > 1) rows.sort(latestFirst);
    const shown = rows.slice(0, size);
    const clocks = await this.runningClocks(shown.filter((row) => row.isOpen || row.commitmentDueAt !== null));
    const last = shown.at(-1);
    return {
      items: shown.map((row) => ({ ...this.presenter.item(row), clocks: clocks.get(row.id) ?? [] })),
      nextCursor:
        rows.length > size && last
          ? encodeCursor({ dueAt: last.part?.dueAt ?? dueIn(tab, last), id: last.part?.id ?? last.id })
          : null,
    };
  }

  /**
   * These tickets as a list shows them, by id, also with what runs on after the end (an apology owed); those
   * this person may not see are left out. Two statements.
   */
  async items(principal: Principal, ticketIds: readonly string[]): Promise<ReadonlyMap<string, ListItem>> {
    const ids = [...new Set(ticketIds)];
    if (ids.length === 0) return new Map();
    const query = this.reader.manager.createQueryBuilder(TicketRow, 't').where('t.id in (:...ids)', { ids });
    const rows = await withinReach(query, ticketScope(principal)).getMany();
    const clocks = await this.runningClocks(rows);
    return new Map(rows.map((row) => [row.id, { ...this.presenter.item(row), clocks: clocks.get(row.id) ?? [] }]));
  }

  /** @throws Problem `not-found`: it does not exist, or not for this person. */
  async requireVisible(principal: Principal, ticketId: string): Promise<void> {
    await this.visible(principal, ticketId);
  }

  /**
   * All about a ticket that this person may see and do.
   * @throws Problem `not-found`: it does not exist, or not for this person.
   */
  async detail(principal: Principal, ticketId: string): Promise<TicketDetail> {
    const { manager } = this.reader;
    const { ticket, apology, supports } = await this.visible(principal, ticketId);
    const [clocks, holdings, answers, history, said, extensions, questions] = await Promise.all([
      manager.find(TicketClockRow, { where: { ticketId }, order: { position: 'ASC' } }),
      manager.find(ClockHoldingRow, { where: { ticketId }, order: { fromAt: 'ASC', id: 'ASC' } }),
      manager.find(TicketAnswerRow, { where: { ticketId }, order: { number: 'DESC' } }),
      manager.find(TicketHistoryRow, { where: { ticketId }, order: { number: 'ASC' } }),
      manager.find(TicketRemarkRow, { where: { ticketId }, order: { createdAt: 'ASC', id: 'ASC' } }),
      manager.find(TicketExtensionRow, { where: { ticketId }, order: { number: 'ASC' } }),
      manager.find(TicketQuestionRow, { where: { ticketId }, order: { number: 'ASC' } }),
    ]);
    const remarks = [...said, ...asRemarks(questions), ...(await saidElsewhere(manager, history))];
    const people = await this.accounts.names([
      ...new Set([
        ...holdings.flatMap(({ accountId }) => accountId ?? []),
        ...history.flatMap(({ actorKind, actorId }) => (actorKind === 'staff' ? (actorId ?? []) : [])),
        ...answers.flatMap((answer) =>
          [answer.authorAccountId, answer.approvedByAccountId ?? [], answer.approvedForAccountId ?? []].flat(),
        ),
        ...history.flatMap(({ type, data }) => (type === 'handler_assigned' ? [String(data['accountId'])] : [])),
        ...history.flatMap(({ data: { forAccountId } }) => (typeof forAccountId === 'string' ? [forAccountId] : [])),
        ...supports.flatMap(({ askedByAccountId, endedByAccountId }) =>
          [askedByAccountId, endedByAccountId ?? []].flat(),
        ),
        ...extensions.map(({ askedByAccountId }) => askedByAccountId),
        ...(apology?.signedByAccountId ? [apology.signedByAccountId] : []),
        ...(ticket.handlerAccountId === null ? [] : [ticket.handlerAccountId]),
      ]),
    ]);
    const item = this.presenter.item(ticket);
    // The newest alone is being written: what another agency had begun before a transfer is its own.
    const draft = answers[0]?.status === 'draft' ? answers[0] : null;
    const facts: ExtensionFacts = {
      ticket,
      running: clocks.filter(({ stoppedAt }) => stoppedAt === null),
      extensions,
      at: this.clock.now(),
      planner: this.planner,
    };
    const ended = clocks.filter(({ stoppedAt }) => stoppedAt !== null);
    const named = (code: string): Named => this.presenter.named(code);
    return {
      ...item,
      lat: ticket.lat,
      lng: ticket.lng,
      contactId: ticket.contactId,
      handlerName: ticket.handlerAccountId === null ? null : (people.get(ticket.handlerAccountId) ?? null),
      assignedAt: ticket.assignedAt,
      resolveDueAt: ticket.resolveDueAt,
      answeredAt: ticket.answeredAt,
      publishedAt: ticket.publishedAt,
      priority: ticket.priority,
      clocks: clocks.map((clock) => this.presenter.clockDetail(clock, ticket.answeredAt, item.category?.name)),
      hops: this.presenter.hops(clocks, holdings, people, history),
      returns: history.filter(({ type }) => type === 'returned').length,
      dispute: {
        returns: ticket.returnCount,
        locked: ticket.leadLocked,
        appealed: ticket.appealed,
        proposed: this.presenter.agency(proposedIn(ticket, history)),
      },
      reopenings: ticket.reopenCount,
      closedAt: ticket.closedAt,
      closeDueAt: ticket.closeDueAt,
      story: this.presenter.story(await namingOnlySeen(manager, principal, history), {
        answers,
        remarks,
        extensions,
        people,
      }),
      answers: answers
        .filter(({ status }) => status !== 'draft')
        .map((answer) => this.presenter.answer(answer, people)),
      draft: draft !== null && seesDraft(principal, ticket, draft) ? this.presenter.answer(draft, people) : null,
      question: ticket.pausedAt === null ? null : (remarks.findLast(({ kind }) => kind === 'question')?.text ?? null),
      extension: {
        choices: extensionObstacle(facts) === null ? extensionChoices(facts).map(({ dueAt }) => dueAt) : [],
        pending: this.presenter.extension(pendingExtension(extensions), people),
      },
      apology: apology === null ? null : this.presenter.apology(apology, people),
      commitment: commitmentView(clocks, { history, remarks: said }, facts.at),
      chain: { length: ticket.historyLength, head: ticket.historyHash },
      support: {
        parts: supports.map((part) =>
          supportView(part, {
            named,
            people,
            dueAt: new Map(clocks.map(({ id, dueAt }) => [id, dueAt])),
            now: facts.at,
          }),
        ),
        choices: can(principal, 'ask_support', ticket).allowed
          ? supportChoices(facts, ticket.leadAgencyCode ?? '').map(({ dueAt }) => dueAt)
          : [],
        suggested: suggestedAgencies(history, ticket.leadAgencyCode, supports).map(named),
      },
      actions: offers(principal, { ...ticket, apology, supports }, (command) =>
        obstacle(command, {
          ...facts,
          ended,
          answer: answers[0] ?? null,
          deputyId: deputyIdOf(principal),
          question: questions.at(-1) ?? null,
          supplement: this.presenter.supplementRules,
          supports,
          ownAgencyCode: principal.kind === 'staff' ? principal.agencyCode : null,
          isHead: allows(principal, 'ticket.approve'),
          isOverseer: allows(principal, 'ticket.rule'),
          isDirector: allows(principal, 'ticket.order'),
          history,
          nameOf: (code) => named(code).name,
        }),
      ),
    };
  }

  /**
   * Who reported it: for those with `reporter.read`. A denouncer is hidden from them as well.
   * @throws Problem `not-found`.
   */
  async reporter(principal: Principal, ticketId: string): Promise<ReporterView> {
    const { ticket } = await this.visible(principal, ticketId);
    const verdict = can(principal, 'read_reporter', ticket);
    if (!verdict.allowed) {
      if (verdict.kind === 'hidden') throw Problem.notFound(HIDDEN_REASON);
      return { hidden: true, reason: verdict.reason };
    }
    const row = await this.reader.manager.findOneBy(TicketReporterRow, { ticketId });
    if (row === null) throw Problem.notFound(HIDDEN_REASON);
    const { kind, name, phone, email, anonymous, wordsAsSent } = row;
    return { hidden: false, kind, name, phone, email, anonymous, wordsAsSent };
  }

  /** Whether somebody may look at a ticket at all; of one that is not there nobody may. */
  async sees(principal: Principal, ticketId: string): Promise<boolean> {
    try {
      await this.visible(principal, ticketId);
      return true;
    } catch (error) {
      if (error instanceof Problem && error.kind === 'not-found') return false;
      throw error;
    }
  }

  /** The id behind a code as somebody typed it. @throws Problem `invalid-input` with what is wrong with the code, `not-found`. */
  async idByCode(principal: Principal, typed: string): Promise<string> {
    const parsed = this.codes.parse(typed);
    if (!parsed.ok) throw Problem.invalid([{ field: 'code', message: parsed.reason }]);
    const row = await this.reader.manager.findOneBy(TicketRow, { code: parsed.code });
    if (row === null) throw Problem.notFound(HIDDEN_REASON);
    const { ticket } = await this.visible(principal, row.id);
    return ticket.id;
  }

  /** The ticket a channel has delivered before; null when it is new. For channels, not for people. */
  async byExternalId(channel: Channel, externalId: string): Promise<{ ticketId: string; code: string } | null> {
    const row = await this.reader.manager.findOne(TicketRow, {
      where: { channel, externalId },
      select: { id: true, code: true },
    });
    return row === null ? null : { ticketId: row.id, code: row.code };
  }

  private async visible(
    principal: Principal,
    ticketId: string,
  ): Promise<{ ticket: TicketRow; apology: Apology | null; supports: TicketSupportRow[] }> {
    if (!isTicketId(ticketId)) throw Problem.notFound(HIDDEN_REASON);
    const row: (TicketRow & { apology?: TicketApologyRow | null; supports?: TicketSupportRow[] }) | null =
      await this.reader.manager
        .createQueryBuilder(TicketRow, 't')
        .leftJoinAndMapOne('t.apology', TicketApologyRow, 'l', 'l.ticket_id = t.id')
        .leftJoinAndMapMany('t.supports', TicketSupportRow, 's', 's.ticket_id = t.id')
        .where('t.id = :ticketId', { ticketId })
        .getOne();
    if (row === null) throw Problem.notFound(HIDDEN_REASON);
    const { apology = null, supports = [], ...ticket } = row;
    supports.sort((a, b) => a.number - b.number);
    if (!can(principal, 'read', { ...ticket, apology, supports }).allowed) throw Problem.notFound(HIDDEN_REASON);
    return { ticket, apology, supports };
  }

  private async runningClocks(tickets: readonly TicketRow[]): Promise<Map<string, ClockView[]>> {
    if (tickets.length === 0) return new Map();
    const answeredAt = new Map(tickets.map((ticket) => [ticket.id, ticket.answeredAt]));
    const rows = await this.reader.manager.find(TicketClockRow, {
      where: { ticketId: In([...answeredAt.keys()]) },
      order: { position: 'ASC' },
    });
    const running = rows
      .filter((row) => row.stoppedAt === null)
      .sort((a, b) => weight(a) - weight(b) || a.position - b.position);
    const byTicket = new Map<string, ClockView[]>();
    for (const row of running) {
      const view = this.presenter.clockView(row, answeredAt.get(row.ticketId) ?? null);
      byTicket.set(row.ticketId, [...(byTicket.get(row.ticketId) ?? []), view]);
    }
    return byTicket;
  }
}

/** The order of what has ended. */
function latestFirst(a: TicketRow, b: TicketRow): number {
  return b.listDueAt.getTime() - a.listDueAt.getTime() || (a.id < b.id ? 1 : -1);
}

/** By what a list is sorted. */
function dueIn({ of }: ListTab, row: TicketRow): Date {
  return of === 'committed' && row.commitmentDueAt !== null ? row.commitmentDueAt : row.listDueAt;
}

/** End to end before everything else, because the lists are sorted by it. */
function weight(clock: TicketClock): number {
  return clock.kind === 'resolve' ? 0 : RESOLVE_KINDS.includes(clock.kind) ? 1 : 2;
}

/** A draft is the agency's own until it is submitted. */
function seesDraft(principal: Principal, ticket: PolicyTicket, draft: Answer): boolean {
  return (
    principal.kind === 'staff' &&
    principal.agencyCode === draft.authorAgencyCode &&
    principal.agencyCode === ticket.leadAgencyCode
  );
}

/** The agency that was named when the ticket was given back, while it waits for another one. */
function proposedIn(
  { routeMissing }: Pick<TicketRow, 'routeMissing'>,
  history: readonly Pick<TicketHistoryRow, 'type' | 'data'>[],
): string | null {
  const code =
    routeMissing === 'returned'
      ? history.findLast(({ type }) => type === 'returned')?.data['proposedAgencyCode']
      : null;
  return typeof code === 'string' ? code : null;
}
