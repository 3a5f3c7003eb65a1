import { Problem } from '../kernel/index.js';
import type { HistoryType } from './domain/history-types.js';

const OVERTAKEN = 'Phiếu này vừa có người khác cập nhật. Xin xem bản mới rồi làm tiếp.';

/** The ticket has moved on since the version that the person had before the eyes. */
export class StaleTicket extends Problem {
  constructor(
    readonly ticketId: string,
    /** The version the person had. */
    readonly since: number,
    changes: Problem['changes'] = [],
  ) {
    super('stale-version', OVERTAKEN, [], changes);
  }

  /** The same with what has happened since, as this person may read it. */
  telling(changes: Problem['changes']): StaleTicket {
    return new StaleTicket(this.ticketId, this.since, changes);
  }
}

/** What is noted beside the way and takes no decision from anybody: a command goes on over it. */
const HARMLESS: readonly HistoryType[] = [
  'enquired',
  'chased',
  'holder_reminded',
  'support_reminded',
  'question_reminded',
];

/**
 * Whether nothing has happened between two versions but what takes no decision from anybody.
 * @param entries of the history after `since`; a version without an entry is one nobody can judge.
 */
export function isHarmless(
  entries: readonly { readonly type: HistoryType; readonly version: number }[],
  since: number,
  now: number,
): boolean {
  const noted = new Set(entries.map(({ version }) => version));
  return since > 0 && since < now && noted.size === now - since && entries.every(({ type }) => HARMLESS.includes(type));
}

/**
 * What somebody who was overtaken has to read before deciding anew; what is only noted beside the way is left out, unless
 * there is nothing else.
 * @param entries of the history after the version that the person had.
 */
export function whatMatters<Entry extends { readonly type: HistoryType }>(entries: readonly Entry[]): readonly Entry[] {
  const decided = entries.filter(({ type }) => !HARMLESS.includes(type));
  return decided.length > 0 ? decided : entries;
}

/** Somebody has written the same row meanwhile; which version, the caller does not know. */
export function staleVersion(): Problem {
  return new Problem('stale-version', OVERTAKEN);
}
