import { randomUUID } from 'node:crypto';
import { newId } from '../src/kernel/index.js';
import type { Sent } from './intake.js';

/** What the request itself writes, in its one transaction; what subscribers write afterwards is not among it. */
export const WRITTEN_BY_INTAKE = [
  'ticket',
  'ticket_reporter',
  'ticket_history',
  'ticket_clock',
  'clock_holding',
  'outbox_event',
  'contact',
  'idempotency_key',
] as const;

export type Value = string | number | null;

/** The rows of one table, all with the same columns. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** Whether a row belongs to the ticket that was sent: one of its values names it. */
export function belongsTo(sent: Sent, row: Readonly<Record<string, unknown>>): boolean {
  return Object.values(row).some(
    (value) =>
      typeof value === 'string' && [sent.ticketId, sent.contactId, sent.key].some((name) => value.includes(name)),
  );
}

export function tableRows(table: string, rows: readonly Readonly<Record<string, Value>>[]): TableRows {
  const columns = Object.keys(rows[0] ?? {});
  // An event gets its place in the feed later.
  const valueOf = (row: Readonly<Record<string, Value>>, column: string): Value =>
    column === 'seq' ? null : (row[column] ?? null);
  return { table, columns, rows: rows.map((row) => columns.map((column) => valueOf(row, column))) };
}

/** In all copies of this run together: the measuring goes in turns. */
let copies = 0;

const ULID = /\b[0-9A-HJKMNP-TV-Z]{26}\b/g;

/**
 * Makes more rows like these: the same columns and values, but ids, code and idempotency key of their
 * own, the same in all tables.
 */
export function copier(tables: readonly TableRows[], sent: Sent): () => readonly TableRows[] {
  const prefix = sent.code.slice(0, -9);
  return () => {
    const ids = new Map<string, string>();
    const idFor = (id: string): string => {
      const known = ids.get(id) ?? newId();
      ids.set(id, known);
      return known;
    };
    const key = randomUUID();
    copies += 1;
    // Scattered as random codes are, and none twice: the factor has no divisor in common with 10.
    const digits = String((copies * 48_271_337) % 10 ** 8).padStart(8, '0');
    const code = `${prefix}${digits.slice(0, 4)}-${digits.slice(4)}`;
    const copy = (value: Value): Value =>
      typeof value === 'string'
        ? value.replace(ULID, idFor).replaceAll(sent.key, key).replaceAll(sent.code, code)
        : value;
    return tables.map(({ table, columns, rows }) => ({ table, columns, rows: rows.map((row) => row.map(copy)) }));
  };
}
