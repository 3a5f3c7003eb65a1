import type { SupportPart } from '../domain/support-part.js';
import type { HistoryEntry } from '../domain/history.js';
import type { Named } from './named.js';

/** A part of another agency, as the people of the ticket see it. */
export interface SupportView {
  readonly id: string;
  readonly number: number;
  readonly agency: Named;
  readonly status: SupportPart['status'];
  readonly ask: string;
  readonly askedByName: string | null;
  readonly askedAt: Date;
  readonly dueAt: Date;
  /** Still open, and past its day; or delivered after it. */
  readonly late: boolean;
  readonly reminderCount: number;
  readonly remindedAt: Date | null;
  readonly part: string | null;
  readonly endedByName: string | null;
  readonly endedAt: Date | null;
  readonly withdrawnBecause: string | null;
}

export interface SupportsView {
  readonly parts: readonly SupportView[];
  /** The days by which a part can be asked for, by the hours of most agencies; empty when none can. */
  readonly choices: readonly Date[];
  /** Agencies that the routing rules name beside the lead, and that are not asked yet. */
  readonly suggested: readonly Named[];
}

/** @param clocks deadlines by clock id: a clock that was planned anew knows better than the row. */
export function supportView(
  part: SupportPart,
  seen: {
    readonly named: (code: string) => Named;
    readonly people: ReadonlyMap<string, string>;
    readonly dueAt: ReadonlyMap<string, Date>;
    readonly now: Date;
  },
): SupportView {
  const dueAt = (part.clockId === null ? undefined : seen.dueAt.get(part.clockId)) ?? part.dueAt;
  return {
    id: part.id,
    number: part.number,
    agency: seen.named(part.agencyCode),
    status: part.status,
    ask: part.ask,
    askedByName: seen.people.get(part.askedByAccountId) ?? null,
    askedAt: part.askedAt,
    dueAt,
    late: part.status !== 'withdrawn' && (part.endedAt ?? seen.now) > dueAt,
    reminderCount: part.reminderCount,
    remindedAt: part.remindedAt,
    part: part.part,
    endedByName: part.endedByAccountId === null ? null : (seen.people.get(part.endedByAccountId) ?? null),
    endedAt: part.endedAt,
    withdrawnBecause: part.withdrawnBecause,
  };
}

/** Those the routing rule named last beside the lead, without the lead and whoever was asked. */
export function suggestedAgencies(
  history: readonly Pick<HistoryEntry, 'data'>[],
  leadAgencyCode: string | null,
  asked: readonly SupportPart[],
): string[] {
  const named = history.findLast(({ data }) => Array.isArray(data['supportingAgencyCodes']))?.data[
    'supportingAgencyCodes'
  ];
  const taken = new Set(asked.filter(({ status }) => status !== 'withdrawn').map(({ agencyCode }) => agencyCode));
  return Array.isArray(named)
    ? (named as readonly string[]).filter((code) => code !== leadAgencyCode && !taken.has(code))
    : [];
}
