import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { CsvError, Info } from 'csv-parse/sync';
import { z } from 'zod';

/** One thing wrong in a province's files. `line` and `field` are null when the file as a whole is meant. */
export interface FileProblem {
  readonly file: string;
  readonly line: number | null;
  readonly field: string | null;
  readonly message: string;
}

/** Everything that is wrong in the files, not only the first thing; the message lists it line by line. */
export class ProvinceFilesError extends Error {
  override readonly name = 'ProvinceFilesError';

  constructor(readonly problems: readonly FileProblem[]) {
    super(problems.map(describeProblem).join('\n'));
  }
}

/** "agencies.csv, dòng 7, cột parent_code: …", as an editor of the files reads it. */
function describeProblem(problem: FileProblem): string {
  const place = [
    problem.file,
    ...(problem.line === null ? [] : [`dòng ${problem.line}`]),
    ...(problem.field === null ? [] : [`cột ${problem.field}`]),
  ];
  return `${place.join(', ')}: ${problem.message}`;
}

/** A row of a CSV file with the line it ends on, so that later checks can still name it. */
export interface CsvRow<T> {
  readonly file: string;
  readonly line: number;
  readonly value: T;
}

type RowSchema = z.ZodObject<z.ZodRawShape>;

interface RawRecord {
  readonly record: Record<string, string>;
  readonly info: Info;
}

/**
 * Reads the files of one province's folder and collects what is wrong with them. Nothing is thrown
 * until `throwIfWrong()`, so that one run tells its editor everything.
 */
export class ProvinceFiles {
  private readonly problems: FileProblem[] = [];
  private readonly contents = new Map<string, string | null>();
  private readonly memo = new Map<object, unknown>();

  constructor(readonly directory: string) {}

  /** Which province's folder this is, for messages. */
  get name(): string {
    return basename(this.directory);
  }

  has(file: string): boolean {
    return this.content(file) !== null;
  }

  report(file: string, line: number | null, field: string | null, message: string): void {
    this.problems.push({ file, line, field, message });
  }

  /** Reports about one row, as `csv` returned it. */
  reportRow(row: CsvRow<unknown>, field: string | null, message: string): void {
    this.report(row.file, row.line, field, message);
  }

  /** @throws ProvinceFilesError when anything was reported. */
  throwIfWrong(): void {
    if (this.problems.length > 0) throw new ProvinceFilesError(this.problems);
  }

  /** A computation over these files that several readers share; done once. */
  once<T>(compute: (files: ProvinceFiles) => T): T {
    if (!this.memo.has(compute)) this.memo.set(compute, compute(this));
    return this.memo.get(compute) as T;
  }

  /** SHA-256 (hex) of the named files, to see cheaply whether anything changed since they were loaded. */
  hash(files: readonly string[]): string {
    const digest = createHash('sha256');
    for (const file of files) digest.update(`${file}\0${this.content(file) ?? ''}\0`);
    return digest.digest('hex');
  }

  /**
   * The rows of a CSV file (UTF-8, comma, first line names the columns; BOM and CRLF are fine).
   * Columns may stand in any order; a column the schema does not know is reported, and so is a missing one.
   *
   * @param schema one zod field per column; every cell arrives as a trimmed NFC string.
   * @param key the columns that together are unique; doubles are reported.
   * @param relevant rows it refuses belong to somebody else and are not even checked.
   * @returns the rows that are right.
   */
  csv<S extends RowSchema>(
    file: string,
    schema: S,
    key: readonly (keyof z.output<S> & string)[],
    relevant: (record: Readonly<Record<string, string>>) => boolean = () => true,
  ): CsvRow<z.output<S>>[] {
    const content = this.required(file);
    if (content === null) return [];
    const records = this.parseCsv(file, content);
    if (records === null || !this.columnsFit(file, content, schema)) return [];
    const rows: CsvRow<z.output<S>>[] = [];
    for (const { record, info } of records) {
      if (!relevant(record)) continue;
      const parsed = schema.safeParse(record);
      if (parsed.success) rows.push({ file, line: info.lines, value: parsed.data });
      else this.reportIssues(file, info.lines, parsed.error);
    }
    this.reportDoubles(rows, key);
    return rows;
  }

  /**
   * The values of one column of a CSV file that another module reads, for checking references to it;
   * null when there is no such file or column.
   */
  column(file: string, name: string): ReadonlySet<string> | null {
    const content = this.content(file);
    const records = content === null ? null : this.parseCsv(file, content);
    if (records?.[0]?.record[name] === undefined) return null;
    return new Set(records.map(({ record }) => record[name] ?? ''));
  }

  /** A JSON file, checked; null when it is missing or wrong (and reported). */
  json<S extends z.ZodType>(file: string, schema: S): z.output<S> | null {
    const content = this.required(file);
    if (content === null) return null;
    let raw: unknown;
    try {
      raw = JSON.parse(content);
    } catch (error) {
      this.report(file, null, null, `không phải JSON đúng: ${(error as Error).message}`);
      return null;
    }
    const parsed = schema.safeParse(raw);
    if (parsed.success) return parsed.data;
    this.reportIssues(file, null, parsed.error);
    return null;
  }

  /** Reports every row whose `field` names nothing in `known`; empty and null cells name nothing and are fine. */
  checkReferences<T>(
    rows: readonly CsvRow<T>[],
    field: keyof T & string,
    known: { has(code: string): boolean },
    what: string,
  ): void {
    for (const row of rows) {
      const code = row.value[field];
      if (typeof code === 'string' && code !== '' && !known.has(code)) {
        this.reportRow(row, field, `không có ${what} "${code}"`);
      }
    }
  }

  private parseCsv(file: string, content: string): readonly RawRecord[] | null {
    try {
      return parse<RawRecord>(content, { columns: true, trim: true, skip_empty_lines: true, info: true } as never);
    } catch (error) {
      const { message, lines } = error as CsvError & { lines?: number };
      this.report(file, lines ?? null, null, `không đọc được: ${message}`);
      return null;
    }
  }

  private columnsFit(file: string, content: string, schema: RowSchema): boolean {
    const [header = []] = parse(content, { to: 1, trim: true });
    const known = Object.keys(schema.shape);
    const missing = known.filter((name) => !header.includes(name) && !acceptsNothing(schema.shape[name]));
    const unknown = header.filter((name) => !known.includes(name));
    for (const name of missing) this.report(file, 1, name, 'thiếu cột này');
    for (const name of unknown) this.report(file, 1, name, `không biết cột này (các cột: ${known.join(', ')})`);
    return missing.length === 0;
  }

  private reportDoubles<T>(rows: readonly CsvRow<T>[], key: readonly (keyof T & string)[]): void {
    const first = new Map<string, number>();
    for (const row of rows) {
      const value = key.map((column) => String(row.value[column])).join(' + ');
      const earlier = first.get(value);
      if (earlier === undefined) first.set(value, row.line);
      else this.reportRow(row, key.join('+'), `"${value}" đã có ở dòng ${earlier}`);
    }
  }

  private reportIssues(file: string, line: number | null, error: z.ZodError): void {
    for (const issue of error.issues) this.report(file, line, issue.path.join('.') || null, issue.message);
  }

  private required(file: string): string | null {
    const content = this.content(file);
    if (content === null) this.report(file, null, null, `không có tệp này trong ${this.directory}`);
    return content;
  }

  private content(file: string): string | null {
    const known = this.contents.get(file);
    if (known !== undefined) return known;
    const content = readIfThere(join(this.directory, file));
    this.contents.set(file, content);
    return content;
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .normalize('NFC');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function acceptsNothing(schema: unknown): boolean {
  return (schema as z.ZodType).safeParse(undefined).success;
}
