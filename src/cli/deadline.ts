import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ProvinceFiles, ProvinceFilesError, readAgencies } from '../agencies/offline.js';
import { PACKAGE_ROOT } from '../platform/config/index.js';
import { readSlaFiles, rulesOf, SlaError, writtenCalendar, WrittenCases, type CaseCalendars } from '../sla/offline.js';

const HELP = `Tính hạn cho từng trường hợp: mỗi dòng vào là một JSON, mỗi dòng ra là câu trả lời, đúng thứ tự.

  npm run -s deadline < truong-hop.jsonl
  npm run -s deadline -- --calendar lich.json < truong-hop.jsonl

Dòng vào   {"start":"2026-02-13T15:00:00+07:00","limit":"5wd","pauses":[["từ","đến"]],"agency":"SXD"}
           limit: 5wd ngày làm việc; 8h, 90m, 30s giờ làm việc; 4h24x7 cả ngoài giờ
           startRule: next_opening (mặc định) hoặc event_day
           {"from":"…","to":"…","pauses":[…]} đếm giờ làm việc giữa hai thời điểm
Dòng ra    {"dueAt":"…","workedMinutes":…,"explain":["…"]}, {"workedSeconds":…} hoặc {"error":"…"}
Lịch       {"tz":"Asia/Ho_Chi_Minh","hours":{"mon":[["07:00","11:30"],["13:00","16:30"]]},
            "daysOff":["2026-01-01","--12-25"],"workedDays":{"2026-01-10":[["07:00","11:30"]]},
            "validFrom":"2026-01-01","validTo":"2026-12-31"}
           trong tệp của --calendar, hoặc ngay trong dòng: "calendar":{…} (được dùng trước)
           không có lịch: giờ chung của các cơ quan và lịch nghỉ của tỉnh (PROVINCE_DIR)

Xem docs/clocks.md.
`;

/** So much is answered before it is written out: memory stays small and pipes stay full. */
const WRITE_AT = 64 * 1024;

/**
 * `npm run -s deadline [-- --calendar FILE]`: one JSON case a line on standard input, one answer a line on
 * standard output, so that a province can check what was worked out on paper. Needs no build and no
 * database. A wrong line is answered with what is wrong with it; exit code 2 only when the command itself
 * was called wrongly.
 */
async function run(): Promise<void> {
  const { values } = parseArgs({ options: { calendar: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const cases = new WrittenCases(
    values.calendar === undefined ? new ProvinceCalendars() : new GivenCalendar(values.calendar),
  );
  let answers = '';
  for await (const line of lines(process.stdin)) {
    if (line.text.trim() !== '') answers += `${JSON.stringify(cases.answer(line.text))}\n`;
    if (answers.length >= WRITE_AT || line.last) {
      await write(answers);
      answers = '';
    }
  }
}

/** The calendars of the province's files, read when the first case asks for them. */
class ProvinceCalendars implements CaseCalendars {
  private readonly directory = resolve(process.env['PROVINCE_DIR'] || join(PACKAGE_ROOT, 'provinces', 'dong-nai'));
  private readonly rules = once(() => rulesOf(readSlaFiles(this.directory)));
  private readonly agencies = once(() => {
    const files = new ProvinceFiles(this.directory);
    const codes = new Set(readAgencies(files).map(({ code }) => code));
    files.throwIfWrong();
    return codes;
  });

  common() {
    return this.rules().agencyCalendar(null);
  }

  ofAgency(code: string) {
    return this.agencies().has(code) ? this.rules().agencyCalendar(code) : null;
  }
}

/** One calendar for every case. */
class GivenCalendar implements CaseCalendars {
  private readonly text: string;
  readonly common: CaseCalendars['common'];

  constructor(file: string) {
    // npm runs the script in the folder of package.json, wherever it was called.
    const path = resolve(process.env['INIT_CWD'] ?? '', file);
    this.text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    this.common = once(() => writtenCalendar(this.json(basename(path)), basename(path)));
  }

  ofAgency(): never {
    throw new SlaError('calendar-unreadable', 'Đã có --calendar thì không ghi “agency”: giờ lấy theo lịch.');
  }

  private json(name: string): unknown {
    try {
      return JSON.parse(this.text);
    } catch {
      throw new SlaError('calendar-unreadable', `Tệp lịch “${name}” không phải JSON.`);
    }
  }
}

/** Computed at the first call; a failure is told again each time. */
function once<T>(compute: () => T): () => T {
  let result: (() => T) | undefined;
  return () => {
    result ??= attempt(compute);
    return result();
  };
}

function attempt<T>(compute: () => T): () => T {
  try {
    const value = compute();
    return () => value;
  } catch (error) {
    const told = error instanceof ProvinceFilesError ? new SlaError('calendar-missing', inOneLine(error)) : error;
    return () => {
      throw told;
    };
  }
}

function inOneLine({ message, problems }: ProvinceFilesError): string {
  const [first = ''] = message.split('\n');
  return `Tệp cấu hình của tỉnh có ${String(problems.length)} chỗ sai. ${first}`;
}

/**
 * Lines end with LF or CRLF alone: readline would also split at U+2028, which JSON texts may hold.
 * `last` is the last one that has arrived for now, so that whoever types a line gets its answer.
 */
async function* lines(input: NodeJS.ReadStream): AsyncGenerator<{ readonly text: string; readonly last: boolean }> {
  input.setEncoding('utf8');
  let first = true;
  let begun: string[] = [];
  for await (const chunk of input as AsyncIterable<string>) {
    const parts = (first ? chunk.replace(/^\uFEFF/, '') : chunk).split('\n');
    first = false;
    begun.push(parts.shift() ?? '');
    if (parts.length === 0) continue;
    const rest = parts.pop() ?? '';
    const complete = [begun.join(''), ...parts];
    begun = [rest];
    for (const [index, text] of complete.entries()) yield { text, last: index === complete.length - 1 };
  }
  yield { text: begun.join(''), last: true };
}

async function write(text: string): Promise<void> {
  if (text === '' || process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}

// Whoever reads has enough (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`${error.message}\n`);
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

run().catch((error: unknown) => {
  const { message, code } = error as NodeJS.ErrnoException;
  process.stderr.write(
    code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES'
      ? `Không đọc được tệp lịch: ${message}\n`
      : `${message}\n\n${HELP}`,
  );
  process.exitCode = 2;
});
