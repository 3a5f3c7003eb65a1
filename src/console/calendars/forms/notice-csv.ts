import { CsvError, parse, type Info } from 'csv-parse/sync';
import { fold } from '../../../kernel/index.js';
import { isDay } from '../day.js';

/** An entry as it is proposed. */
export interface NoticeEntry {
  readonly on: string;
  readonly type: string;
  readonly replaces: string | null;
  readonly name: string;
  readonly source: string;
  readonly provisional: boolean;
}

/** What is wrong in one line; 0 is the table as a whole. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

export interface Notice {
  readonly entries: readonly NoticeEntry[];
  /** Of the entry at the same place: the line it stands on. */
  readonly lines: readonly number[];
  readonly problems: readonly LineProblem[];
}

type Column = 'on' | 'type' | 'replaces' | 'name' | 'source' | 'provisional';

/** How people, and the province's own files, call the columns. Folded: without accents, lower case. */
const COLUMNS: ReadonlyMap<string, Column> = new Map(
  Object.entries({
    on: 'on',
    ngay: 'on',
    type: 'type',
    loai: 'type',
    replaces: 'replaces',
    'thay cho': 'replaces',
    name: 'name',
    dip: 'name',
    ten: 'name',
    source: 'source',
    'van ban': 'source',
    provisional: 'provisional',
    'tam tinh': 'provisional',
  } as const),
);

const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    holiday: 'holiday',
    'nghi le': 'holiday',
    substitute: 'substitute',
    'nghi bu': 'substitute',
    swap_off: 'swap_off',
    'nghi hoan doi': 'swap_off',
    swap_work: 'swap_work',
    'lam bu': 'swap_work',
    local: 'local',
    'nghi rieng': 'local',
    ordinary: 'ordinary',
    'nhu ngay thuong': 'ordinary',
  }),
);

const YES_NO: ReadonlyMap<string, boolean> = new Map(
  Object.entries({ '': false, khong: false, no: false, co: true, yes: true, x: true }),
);

/** What the page shows as a model. */
export const NOTICE_EXAMPLE = [
  'ngày,loại,thay cho,dịp,văn bản,tạm tính',
  '01/01/2027,nghỉ lễ,,Tết Dương lịch,Thông báo 1234/TB-BNV,',
  '04/01/2027,nghỉ hoán đổi,09/01/2027,Tết Dương lịch,Thông báo 1234/TB-BNV,',
  '09/01/2027,làm bù,04/01/2027,Tết Dương lịch,Thông báo 1234/TB-BNV,',
].join('\n');

/**
 * The entries of a notice as a table: commas, semicolons (Excel in Vietnamese) or tabs (pasted cells), columns in
 * any order, days as 24/11/2026 or 2026-11-24. Everything wrong is reported with its line, not only the first.
 *
 * @param source stands for a source that a line leaves out.
 */
export function readNotice(text: string, source: string): Notice {
  let records: { record: string[]; info: Info }[];
  try {
    records = parse(text, {
      delimiter: delimiterOf(text),
      relaxColumnCount: true,
      skipEmptyLines: true,
      trim: true,
      info: true,
    }) as unknown as { record: string[]; info: Info }[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error['lines'] ?? 0);
    return { entries: [], lines: [], problems: [{ line, message: 'Dấu nháy kép chưa đóng, hoặc đứng giữa ô.' }] };
  }
  const [head, ...rows] = records;
  if (head === undefined) return wrong(0, 'Bảng còn trống.');
  const columns = head.record.map(
    (name) => COLUMNS.get(fold(name).replaceAll('_', ' ')) ?? COLUMNS.get(fold(name)) ?? null,
  );
  const unknown = head.record.filter((_, index) => columns[index] === null);
  const missing = (['on', 'type', 'name'] as const).filter((column) => !columns.includes(column));
  if (missing.length > 0)
    return wrong(
      1,
      `Dòng đầu phải ghi tên cột; còn thiếu ${missing.map((column) => `“${NAMES[column]}”`).join(', ')}.`,
    );
  if (unknown.length > 0) return wrong(1, `Không có cột “${unknown.join('”, “')}”.`);
  if (rows.length === 0) return wrong(1, 'Chưa có dòng nào dưới dòng tên cột.');
  return readRows(rows, columns, source);
}

const NAMES = { on: 'ngày', type: 'loại', name: 'dịp' } as const;

function wrong(line: number, message: string): Notice {
  return { entries: [], lines: [], problems: [{ line, message }] };
}

function readRows(
  rows: readonly { record: string[]; info: Info }[],
  columns: readonly (Column | null)[],
  source: string,
): Notice {
  const entries: NoticeEntry[] = [];
  const lines: number[] = [];
  const problems: LineProblem[] = [];
  for (const { record, info } of rows) {
    const cell = (column: Column): string => record[columns.indexOf(column)] ?? '';
    const report = (message: string): void => void problems.push({ line: info.lines, message });
    const on = dayOf(cell('on'));
    const replaces = cell('replaces') === '' ? null : dayOf(cell('replaces'));
    const type = TYPES.get(fold(cell('type'))) ?? TYPES.get(cell('type'));
    const provisional = YES_NO.get(fold(cell('provisional')));
    if (record.length > columns.length)
      report('Dòng này nhiều ô hơn dòng tên cột; ô có dấu phẩy thì đặt trong nháy kép.');
    if (on === null) report(`Ngày “${cell('on')}” không đọc được; viết 24/11/2026.`);
    if (replaces === null && cell('replaces') !== '')
      report(`Ngày thay cho “${cell('replaces')}” không đọc được; viết 24/11/2026.`);
    if (type === undefined)
      report(`Loại “${cell('type')}” không có; viết nghỉ lễ, nghỉ bù, nghỉ hoán đổi, làm bù hoặc nghỉ riêng.`);
    if (provisional === undefined) report(`Cột tạm tính viết “có” hoặc để trống, không viết “${cell('provisional')}”.`);
    if (on === null || type === undefined || provisional === undefined) continue;
    const entry = { on, type, replaces, name: cell('name'), source: cell('source') || source, provisional };
    entries.push(entry);
    lines.push(info.lines);
  }
  return { entries, lines, problems };
}

/** What separates the cells of the first line. */
function delimiterOf(text: string): string {
  const first = text.split('\n', 1)[0] ?? '';
  return [',', ';', '\t'].reduce((best, one) => (first.split(one).length > first.split(best).length ? one : best));
}

/** `24/11/2026`, `2026-11-24` → `2026-11-24`; null when it is no day. */
function dayOf(text: string): string | null {
  const [, date = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
  const day = year === '' ? text : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? day : null;
}
