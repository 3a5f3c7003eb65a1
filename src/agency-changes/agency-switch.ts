import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  AgencyFormerNameRow,
  AgencyRow,
  AgencySuccessionRow,
  Directory,
  raiseDirectoryRevision,
} from '../agencies/index.js';
import { Accounts, type Account } from '../identity/index.js';
import { managerOf, storedInstant, updateMany, VALUE_TYPES, type Transaction } from '../platform/database/index.js';
import { RoutingRuleRow } from '../routing/index.js';
import { CalendarHoursRow, CalendarDayRow, CalendarRow, raiseRevision } from '../sla/index.js';
import { AGENCY_COLUMNS, type Follows } from './domain/agency-columns.js';
import { takesOver, worksAt, type OrderPlan } from './domain/plan.js';
import { rulesAfter } from './domain/rules-after.js';

/** Rows of a table that still hold for the agencies of an order, by what they go with. */
export interface Following {
  readonly table: string;
  readonly column: string;
  readonly rows: readonly { readonly id: string; readonly from: string; readonly to: string }[];
}

/**
 * The moment from which the new agencies hold: their rows, the rules, who works where, and what goes with people.
 * All in one transaction; the tickets follow one by one.
 */
@Injectable()
export class AgencySwitch {
  constructor(
    private readonly directory: Directory,
    private readonly accounts: Accounts,
  ) {}

  /** @param at now; of an order whose day has passed long ago as well. */
  async write(
    transaction: Transaction,
    order: { readonly id: string; readonly plan: OrderPlan },
    at: Date,
  ): Promise<void> {
    const { plan } = order;
    const manager = managerOf(transaction);
    // What follows its people is asked for while they still stand where they were.
    const following = await this.following(manager, plan, at);
    await this.writeAgencies(manager, order);
    await this.writeRules(manager, plan);
    await this.writeCalendars(manager, plan, at);
    for (const { table, column, rows } of following) await move(manager, table, column, rows);
    await this.writeAccounts(transaction, plan);
    await raiseDirectoryRevision(manager, at);
  }

  /** What goes with people, or by ward and category. A table that this version does not have is passed over. */
  async following(manager: EntityManager, plan: OrderPlan, at: Date): Promise<Following[]> {
    const accounts = await this.people(manager, plan);
    const placeOf = new Map(accounts.map(({ id, to }) => [id, to]));
    const found: Following[] = [];
    for (const [key, follows] of Object.entries(AGENCY_COLUMNS)) {
      const [table = '', column = ''] = key.split('.');
      if (follows.how !== 'people' && follows.how !== 'rest' && follows.how !== 'parts') continue;
      if (!manager.connection.entityMetadatas.some(({ tableName }) => tableName === table)) continue;
      const rows = await this.holding(manager, { table, column, follows, plan, at });
      found.push({
        table,
        column,
        rows: rows.flatMap(({ id, code, person, ward, category }) => {
          const to =
            follows.how === 'people'
              ? (placeOf.get(person ?? '') ?? restOf(plan, code))
              : takesOver(plan, code, { wardCode: ward, categoryCode: category });
          return to === code ? [] : [{ id, from: code, to }];
        }),
      });
    }
    return found;
  }

  /** Who works at an agency that hands over, and where from then on; also those who may not sign in. */
  async people(manager: EntityManager, plan: OrderPlan): Promise<(Account & { readonly to: string })[]> {
    const codes = plan.hands.map(({ from }) => from);
    const rows = await this.accounts.workingAt(manager, codes);
    return rows
      .map((row) => ({ ...row, to: worksAt(plan, row.agencyCode, row.login) }))
      .filter(({ to, agencyCode }) => to !== agencyCode);
  }

  private async holding(
    manager: EntityManager,
    of: {
      readonly table: string;
      readonly column: string;
      readonly follows: Extract<Follows, { how: 'people' | 'rest' | 'parts' }>;
      readonly plan: OrderPlan;
      readonly at: Date;
    },
  ): Promise<HeldRow[]> {
    const { table, column, follows, plan, at } = of;
    const codes = plan.hands.map(({ from }) => from);
    if (codes.length === 0) return [];
    const person = follows.how === 'people' ? `r.${follows.person}` : 'null';
    const [ward, category] =
      follows.how === 'parts' ? [`r.${follows.ward}`, `r.${follows.category}`] : ['null', 'null'];
    const { holds, value } = holdsStill(follows.while, { now: storedInstant(at), today: this.directory.today() });
    const marks = codes.map(() => '?').join(', ');
    // Names of tables and columns are of this program's own list; values go as parameters.
    return manager.query(
      `select r.id as id, r.${column} as code, ${person} as person, ${ward} as ward, ${category} as category
        from ${table} r where r.${column} in (${marks}) and ${holds} order by r.id`,
      [...codes, ...value],
    );
  }

  private async writeAgencies(
    manager: EntityManager,
    { id: orderId, plan }: { id: string; plan: OrderPlan },
  ): Promise<void> {
    const { effectiveOn } = plan;
    if (plan.begins.length > 0)
      await manager.insert(
        AgencyRow,
        plan.begins.map((agency) => ({ ...agency, validTo: null, origin: 'order' as const })),
      );
    for (const { code, name, shortName } of plan.renames) {
      const before = await manager.findOneByOrFail(AgencyRow, { code });
      const former = {
        orderId,
        agencyCode: code,
        name: before.name,
        shortName: before.shortName,
        untilOn: effectiveOn,
      };
      await manager.insert(AgencyFormerNameRow, former);
      await manager.update(AgencyRow, { code }, { name, shortName, origin: 'order' });
    }
    for (const { from, rest, parts } of plan.hands) {
      const ends = plan.ends.includes(from);
      if (ends) {
        await manager.update(AgencyRow, { code: from }, { validTo: effectiveOn, origin: 'order' });
        // Whoever stood under it stands under its successor.
        await manager.update(AgencyRow, { parentCode: from }, { parentCode: rest, origin: 'order' });
      }
      const successors = [...new Set([...(ends ? [rest] : []), ...parts.map(({ to }) => to)])];
      const rows = successors.map((toCode) => ({
        orderId,
        fromCode: from,
        toCode,
        effectiveOn,
        main: toCode === rest,
      }));
      if (rows.length > 0) await manager.insert(AgencySuccessionRow, rows);
    }
  }

  private async writeRules(manager: EntityManager, plan: OrderPlan): Promise<void> {
    const { ended, added } = rulesAfter(plan, await manager.find(RoutingRuleRow));
    for (const { id, version, validTo } of ended) await manager.update(RoutingRuleRow, { id, version }, { validTo });
    if (added.length > 0) await manager.insert(RoutingRuleRow, added as RoutingRuleRow[]);
  }

  /** An agency that begins keeps the hours of the one it comes from, where that one had hours of its own. */
  private async writeCalendars(manager: EntityManager, plan: OrderPlan, at: Date): Promise<void> {
    let copied = false;
    for (const { code } of plan.begins) {
      const from = plan.hands.find(({ rest, parts }) => rest === code || parts.some(({ to }) => to === code))?.from;
      const own = from === undefined ? null : await manager.findOneBy(CalendarRow, { agencyCode: from });
      if (own === null || (await manager.existsBy(CalendarRow, { code }))) continue;
      const [hours, days] = [
        await manager.findBy(CalendarHoursRow, { calendarCode: own.code }),
        await manager.findBy(CalendarDayRow, { scope: own.code }),
      ];
      await manager.insert(CalendarRow, { ...own, code, agencyCode: code, origin: 'admin' });
      if (hours.length > 0)
        await manager.insert(
          CalendarHoursRow,
          hours.map((row) => ({ ...row, calendarCode: code, origin: 'admin' as const })),
        );
      if (days.length > 0)
        await manager.insert(
          CalendarDayRow,
          days.map((row) => ({ ...row, scope: code, origin: 'admin' as const })),
        );
      copied = true;
    }
    if (copied) await raiseRevision(manager, at, null);
  }

  private async writeAccounts(transaction: Transaction, plan: OrderPlan): Promise<void> {
    const byPlace = new Map<string, string[]>();
    for (const { id, to } of await this.people(managerOf(transaction), plan))
      byPlace.set(to, [...(byPlace.get(to) ?? []), id]);
    for (const [agencyCode, ids] of byPlace) await this.accounts.moveTo(transaction, ids, agencyCode);
  }
}

function restOf(plan: OrderPlan, code: string): string {
  return plan.hands.find(({ from }) => from === code)?.rest ?? code;
}

interface HeldRow {
  readonly id: string;
  readonly code: string;
  readonly person: string | null;
  readonly ward: string | null;
  readonly category: string | null;
}

/** A condition of the list as SQL, with what it asks for as parameters. */
function holdsStill(
  condition: string | undefined,
  known: Readonly<Record<'now' | 'today', string | null>>,
): { holds: string; value: (string | null)[] } {
  const value: (string | null)[] = [];
  const holds = (condition ?? '1 = 1').replace(/:(now|today)/g, (_, name: 'now' | 'today') => {
    value.push(known[name]);
    return '?';
  });
  return { holds, value };
}

async function move(manager: EntityManager, table: string, column: string, rows: Following['rows']): Promise<void> {
  if (rows.length === 0) return;
  const { id, code } = VALUE_TYPES;
  await updateMany(manager, table, {
    rows: rows.map((row) => ({ id: row.id, was_code: row.from, to_code: row.to })),
    types: { id, was_code: code(40), to_code: code(40) },
    set: { [column]: 'v.to_code' },
    was: { [column]: '= v.was_code' },
  });
}
