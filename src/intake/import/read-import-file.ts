import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';

/** One record of an import file, not checked yet. */
export interface ImportRecord {
  /** Line of the file on which the record begins, from 1. */
  readonly line: number;
  /** The record as an object, or why it cannot be read at all. */
  readonly content: { readonly value: unknown } | { readonly problem: string };
}

/** A file that is neither kind, or cannot be opened; the message is one line for whoever runs the import. */
export class ImportFileError extends Error {
  override readonly name = 'ImportFileError';
}

/**
 * Reads a file of records one after the other, never whole into memory.
 * @param path `….csv` (UTF-8, first line names the columns; comma or semicolon) or `….jsonl`.
 * @throws ImportFileError
 */
export async function* readImportFile(path: string): AsyncGenerator<ImportRecord> {
  const kind = /\.(csv|jsonl|ndjson)$/i.exec(path)?.[1]?.toLowerCase();
  if (kind === undefined) throw new ImportFileError(`${path}: chỉ nhận tệp .csv hoặc .jsonl.`);
  try {
    yield* kind === 'csv' ? csvRecords(path) : jsonLines(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
      throw new ImportFileError(`${path}: không mở được tệp (${code}).`);
    if (code?.startsWith('CSV_') === true) throw new ImportFileError(`${path}: tệp CSV hỏng: ${message}`);
    throw error;
  }
}

async function* jsonLines(path: string): AsyncGenerator<ImportRecord> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    const json = line === 1 ? text.replace(/^\uFEFF/, '') : text;
    if (json.trim() === '') continue;
    yield { line, content: parsed(json) };
  }
}

function parsed(json: string): ImportRecord['content'] {
  try {
    return { value: JSON.parse(json) as unknown };
  } catch {
    return { problem: 'dòng không phải JSON' };
  }
}

async function* csvRecords(path: string): AsyncGenerator<ImportRecord> {
  const parser = createReadStream(path).pipe(
    parse({
      bom: true,
      columns: true,
      delimiter: [',', ';'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }),
  );
  let before = 1;
  for await (const { record, info } of parser as AsyncIterable<{
    record: Record<string, string>;
    info: { lines: number; error?: unknown };
  }>) {
    // `lines` counts to the end of the record; it began after the end of the one before.
    yield { line: before + 1, content: { value: record } };
    before = info.lines;
  }
}
