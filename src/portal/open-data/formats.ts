import { BYTE_ORDER_MARK, csvLine } from '../../kernel/index.js';
import { COLUMNS, type OpenDataRecord } from './record.js';

/** A file of records in one of the two forms: what stands before them, and each. */
export interface Format {
  readonly type: string;
  readonly head: string;
  readonly line: (record: OpenDataRecord) => string;
}

export const FORMATS = {
  /** JSON Lines: one object a line, UTF-8 without a mark, as programs want it. */
  jsonl: {
    type: 'application/x-ndjson; charset=utf-8',
    head: '',
    line: (record: OpenDataRecord): string => `${JSON.stringify(record)}\n`,
  },
  /** RFC 4180 with the mark at the beginning, as spreadsheets in Viet Nam open it with a double click. */
  csv: {
    type: 'text/csv; charset=utf-8; header=present',
    head: BYTE_ORDER_MARK + csvLine(COLUMNS),
    line: (record: OpenDataRecord): string => csvLine(COLUMNS.map((column) => cell(record[column]))),
  },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;

function cell(value: string | number | boolean | null): string {
  return value === null ? '' : String(value);
}
