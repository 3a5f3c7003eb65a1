import { parse, type CsvError, type Info } from 'csv-parse/sync';
import { Problem, type FieldError } from '../kernel/index.js';
import { proposalSchema, type DaysProposal } from './domain/proposal.js';
import { NATIONAL } from './domain/rule-rows.js';

const COLUMNS = ['on', 'type', 'replaces', 'name', 'source', 'provisional'];
const OPTIONAL = ['scope', 'replaces', 'provisional'];
/** A year's notice is a page; this is what a form may carry. */
const MOST_CHARACTERS = 100_000;

interface Line {
  readonly record: Readonly<Record<string, string>>;
  readonly info: Info;
}

/** A notice as it was written: the proposal, and on which line each entry stands. */
export interface Notice {
  readonly proposal: DaysProposal;
  readonly lines: readonly number[];
}

/**
 * A year's notice of days off as a table: columns `on`, `type`, `replaces`, `name`, `source`, optional
 * `provisional` (yes or no) and `scope` (only `national`), comma or semicolon, with or without a byte order
 * mark. It is the whole year: what the national table has in that year besides is taken back.
 * @throws Problem `invalid-input`: everything that is wrong, by line and column, at the field `csv`.
 */
export function readNotice(csv: string, year: number): Notice {
  if (csv.length > MOST_CHARACTERS) throw wrong([{ line: null, column: null, message: 'Bảng dài quá.' }]);
  const rows = parsed(csv.replace(/^\uFEFF/, '').normalize('NFC'));
  const [first] = rows;
  if (first === undefined) throw wrong([{ line: null, column: null, message: 'Bảng chưa có ngày nào.' }]);
  checkColumns(Object.keys(first.record));
  const lines = rows.map(({ info }) => info.lines);
  const misplaced = rows.filter(({ record }) => (record['scope'] ?? NATIONAL) !== NATIONAL);
  const unsure = rows.filter(({ record }) => !['', 'yes', 'no'].includes(record['provisional'] ?? ''));
  const problems = [
    ...misplaced.map(({ info }) => ({ line: info.lines, column: 'scope', message: 'chỉ nhận national' })),
    ...unsure.map(({ info }) => ({ line: info.lines, column: 'provisional', message: 'chỉ nhận yes hoặc no' })),
  ];
  const found = proposalSchema.safeParse({ kind: 'days', scope: NATIONAL, year, entries: rows.map(entryOf) });
  if (!found.success) {
    const errors = found.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
    problems.push(
      ...errors
        .map((error) => placeOf(error, lines))
        .map(({ line, column, message }) => ({ line: line ?? 1, column: column ?? '', message })),
    );
  }
  if (problems.length > 0) throw wrong(problems);
  return { proposal: found.data as DaysProposal, lines };
}

/** Mistakes of a notice's entries, by line and column. */
export function noticeErrors(errors: readonly FieldError[], lines: readonly number[]): FieldError[] {
  return errors.map((error) => fieldError(placeOf(error, lines)));
}

interface Place {
  readonly line: number | null;
  readonly column: string | null;
  readonly message: string;
}

function placeOf({ field, message }: FieldError, lines: readonly number[]): Place {
  const [, index, column] = /^entries\.(\d+)\.(\w+)$/.exec(field) ?? [];
  return { line: index === undefined ? null : (lines[Number(index)] ?? null), column: column ?? null, message };
}

function fieldError({ line, column, message }: Place): FieldError {
  const place = [...(line === null ? [] : [`Dòng ${String(line)}`]), ...(column ? [`cột ${column}`] : [])].join(', ');
  return { field: 'csv', message: place === '' ? message : `${place}: ${message}` };
}

function wrong(places: readonly Place[]): Problem {
  return Problem.invalid(places.map(fieldError));
}

function parsed(csv: string): readonly Line[] {
  try {
    const options = { columns: true, trim: true, skip_empty_lines: true, info: true, delimiter: [',', ';'] };
    return parse<Line>(csv, options as never);
  } catch (error) {
    const { message, lines } = error as CsvError & { lines?: number };
    throw wrong([{ line: lines ?? null, column: null, message: `Không đọc được bảng: ${message}` }]);
  }
}

function checkColumns(header: readonly string[]): void {
  const known = [...COLUMNS, ...OPTIONAL];
  const missing = COLUMNS.filter((name) => !OPTIONAL.includes(name) && !header.includes(name));
  const unknown = header.filter((name) => !known.includes(name));
  const problems = [
    ...missing.map((name) => ({ line: 1, column: name, message: 'thiếu cột này' })),
    ...unknown.map((name) => ({
      line: 1,
      column: name,
      message: `không biết cột này (các cột: ${COLUMNS.join(', ')})`,
    })),
  ];
  if (problems.length > 0) throw wrong(problems);
}

function entryOf({ record }: Line): object {
  const { on, type, replaces, name, source, provisional } = record;
  const stands = replaces === undefined || replaces === '' ? null : replaces;
  return { on, type, replaces: stands, name, source, provisional: provisional === 'yes' };
}
