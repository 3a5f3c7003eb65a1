import type { SelectQueryBuilder } from 'typeorm';
import type { Principal } from '../../identity/index.js';
import type { TicketScope } from '../domain/policy.js';
import { TicketSupportRow, type TicketRow } from '../entities.js';
import type { ListPosition, ListTab } from './list-tabs.js';

const GUIDED = ['complaint', 'denunciation'];

/** A complaint that an agency keeps, or a denunciation that is not about it. */
const KEPT =
  "t.lead_agency_code = :keeps and (t.boundary = 'complaint' or t.subject_agency_code is null or t.subject_agency_code not in (:...accused))";

type TicketQuery = SelectQueryBuilder<TicketRow>;

/**
 * Lets a query see only what lies in the scope: the rule of `inScope`, in the `where`. A list of an agency has
 * the tickets it leads; one it owes a letter for, and leads no longer, it finds by the letter. What agencies before
 * it had ended is in lists of their own: see `inherited`.
 */
export function withinScope(query: TicketQuery, scope: TicketScope): TicketQuery {
  switch (scope.kind) {
    case 'none':
      return query.andWhere('1 = 0');
    case 'all':
      return scope.agencyCode === null
        ? query
        : query.andWhere(`(t.boundary not in (:...guided) or (${KEPT}))`, {
            guided: GUIDED,
            keeps: scope.agencyCode,
            accused: [scope.agencyCode, ...scope.line.kin],
          });
    case 'own':
      return query.andWhere('t.id = :ownTicketId', { ownTicketId: scope.ticketId });
    case 'watch':
      return scope.keeps === null
        ? query.andWhere('t.boundary not in (:...guided)', { guided: GUIDED })
        : query.andWhere(`(t.boundary not in (:...guided) or (${KEPT}))`, {
            guided: GUIDED,
            keeps: scope.keeps,
            accused: [scope.keeps, ...scope.line.kin],
          });
    case 'desk':
      return query.andWhere(
        `(t.boundary not in (:...guided) or ((t.boundary = 'complaint' or t.entered_by_account_id = :deskAccountId) and ${KEPT}))`,
        {
          guided: GUIDED,
          deskAccountId: scope.accountId,
          keeps: scope.agencyCode,
          accused: [scope.agencyCode, ...scope.line.kin],
        },
      );
    case 'agency':
      return query
        .andWhere('t.lead_agency_code = :agencyCode', { agencyCode: scope.agencyCode })
        .andWhere('t.boundary not in (:...guided)', { guided: GUIDED });
  }
}

/** What an agency before this one led: not what it had judged about another of the same line. */
const NOT_ABOUT_ITSELF =
  '(t.subject_agency_code is null or t.subject_agency_code = t.lead_agency_code or t.subject_agency_code not in (:...accused))';

/** The tickets that one of the agencies before led: a list as its own were, over the same index. */
export function inherited(query: TicketQuery, scope: TicketScope & { kind: 'agency' }, before: string): TicketQuery {
  return withinScope(query, { ...scope, agencyCode: before }).andWhere(NOT_ABOUT_ITSELF, {
    accused: [scope.agencyCode, ...scope.line.kin],
  });
}

/**
 * The same for tickets that are asked for one by one: also those of other leads to which an agency gave or owes a
 * part, and what the agencies before it led or gave.
 */
export function withinReach(query: TicketQuery, scope: TicketScope): TicketQuery {
  if (scope.kind !== 'agency') return withinScope(query, scope);
  const { agencyCode, line } = scope;
  const concerns = (codes: string): string =>
    `(t.lead_agency_code in (:...${codes}) or exists (select 1 from ticket_support r where r.ticket_id = t.id
        and r.agency_code in (:...${codes}) and r.status <> 'withdrawn'))`;
  query.andWhere('t.boundary not in (:...guided)', { guided: GUIDED });
  if (line.before.length === 0) return query.andWhere(concerns('own'), { own: [agencyCode] });
  return query.andWhere(`(${concerns('own')} or (${concerns('before')} and ${NOT_ABOUT_ITSELF}))`, {
    own: [agencyCode],
    before: line.before,
    accused: [agencyCode, ...line.kin],
  });
}

/**
 * The tickets of other leads to which an agency owes a part, the nearest part first: one range of one index.
 * Each row carries its part.
 */
export function owingPart(query: TicketQuery, scope: TicketScope, position: ListPosition | null): TicketQuery {
  if (scope.kind !== 'agency') return query.andWhere('1 = 0');
  query
    .innerJoinAndMapOne('t.part', TicketSupportRow, 's', 's.ticket_id = t.id')
    .andWhere("s.agency_code = :agencyCode and s.status = 'asked'", { agencyCode: scope.agencyCode })
    .andWhere('t.boundary not in (:...guided)', { guided: GUIDED })
    .orderBy('s.due_at', 'ASC')
    .addOrderBy('s.id', 'ASC');
  if (position === null) return query;
  return query
    .andWhere('s.due_at >= :dueAt', { dueAt: position.dueAt })
    .andWhere('(s.due_at > :dueAt or s.id > :afterId)', { afterId: position.id });
}

/** The rows of a list, in its order. Flags are compared as numbers: both engines keep them so. */
export function ofTab(query: TicketQuery, tab: ListTab, principal: Principal, now: Date): TicketQuery {
  if (tab.of === 'committed') {
    return promised(query).orderBy('t.commitment_due_at', 'ASC').addOrderBy('t.id', 'ASC');
  }
  if (tab.of === 'open' || tab.of === 'ended')
    query.andWhere('t.is_open = :isOpen', { isOpen: tab.of === 'open' ? 1 : 0 });
  else query.andWhere('t.state = :state', { state: tab.of });
  if (tab.mine === true) {
    query.andWhere('t.handler_account_id = :me', { me: principal.kind === 'staff' ? principal.accountId : '' });
  }
  if (tab.returned === true) query.andWhere("t.route_missing = 'returned'");
  if (tab.appealed === true) query.andWhere('t.appealed = 1');
  if (tab.extensionAsked === true) query.andWhere('t.extension_asked = 1');
  if (tab.late === true) {
    query
      .andWhere('t.list_due_at < :now', { now })
      .andWhere('(t.answered_at is null or t.answered_at > t.list_due_at)')
      // While the clocks stand still the deadline cannot pass.
      .andWhere('(t.paused_at is null or t.paused_at > t.list_due_at)');
  }
  const direction = tab.of === 'ended' ? 'DESC' : 'ASC';
  return query.orderBy('t.list_due_at', direction).addOrderBy('t.id', direction);
}

/** Whose answer promises what is not reported done yet; a range, because SQLite has none for "is not null". */
export function promised(query: TicketQuery): TicketQuery {
  return query.andWhere('t.commitment_due_at > :ever', { ever: new Date(0) });
}

/** Goes on after a position; written so that MariaDB, which cannot compare pairs by an index, begins the range there. */
export function after(query: TicketQuery, tab: ListTab, position: ListPosition): TicketQuery {
  const [from, beyond] = tab.of === 'ended' ? ['<=', '<'] : ['>=', '>'];
  const due = tab.of === 'committed' ? 't.commitment_due_at' : 't.list_due_at';
  return query
    .andWhere(`${due} ${from} :dueAt`, { dueAt: position.dueAt })
    .andWhere(`(${due} ${beyond} :dueAt or t.id ${beyond} :afterId)`, { afterId: position.id });
}
