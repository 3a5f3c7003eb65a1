import { Injectable } from '@nestjs/common';
import { parse } from 'csv-parse/sync';
import { Province } from '../../agencies/index.js';
import { Clock } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { CDR_COLUMNS, differences, readCdrTimes, type CdrTimes } from '../domain/cdr-row.js';
import { callOf, CAUSES, type CallEvent } from '../domain/call.js';
import { exchangeName, mayLinkTo } from '../domain/exchange-words.js';
import { readParty } from '../domain/numbering.js';
import { PhoneCallRow } from '../entities.js';
import { OperatorLines } from '../operators/operator-lines.js';
import { TelephonySettings } from '../settings.js';
import { CallLog } from './call-log.js';

/** What became of one line of the list. */
export interface ReconciledLine {
  /** As an editor counts them; the head is line 1. */
  readonly line: number;
  readonly callId: string;
  readonly outcome: 'added' | 'repaired' | 'unchanged' | 'refused';
  /** Of a repaired one what was otherwise, of a refused one why. */
  readonly reasons: readonly string[];
}

export class CdrFileError extends Error {
  override readonly name = 'CdrFileError';
}

const REQUIRED = ['call_id', 'direction', 'from', 'to', 'started_at', 'ended_at'];

type Row = Readonly<Record<string, string>>;

/**
 * Brings the calls in line with the exchange's own list, after a time in which nobody heard it: what is missing is
 * added, what was heard in part is put right. Again, or beside the running service, it changes nothing more.
 */
@Injectable()
export class CallReconciler {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly province: Province,
    private readonly settings: TelephonySettings,
    private readonly lines: OperatorLines,
    private readonly log: CallLog,
  ) {}

  /**
   * @param pbx the telephone system's name in the settings: its calls are known by it.
   * @param csv with a head line; see `CDR_COLUMNS`.
   * @param each told of every line as it is done.
   * @throws CdrFileError when it is no such list.
   */
  async run(pbx: string, csv: string, each: (line: ReconciledLine) => void): Promise<void> {
    for (const { record, line } of rowsOf(csv)) {
      if (record === null) each({ line, callId: '', outcome: 'refused', reasons: ['số ô khác với dòng tên cột'] });
      else each(await this.one(pbx, record, line));
    }
  }

  private async one(pbx: string, row: Row, line: number): Promise<ReconciledLine> {
    const callId = (row['call_id'] ?? '').trim();
    const refused = (reason: string): ReconciledLine => ({ line, callId, outcome: 'refused', reasons: [reason] });
    if (!/^[\x21-\x7e]{1,250}$/.test(callId)) return refused('call_id: 1 đến 250 ký tự ASCII không dấu cách');
    const direction = row['direction']?.trim();
    if (direction !== 'in' && direction !== 'out') return refused('direction: chỉ nhận in hoặc out');
    const times = readCdrTimes(row, this.province.timeZone, this.clock.now());
    if ('error' in times) return refused(times.error);
    const who = await this.answeredBy(row['answered_by'] ?? '');
    const known = await this.reader.manager.findOneBy(PhoneCallRow, { pbx, callId });
    const found = known === null ? [] : differences(callOf(known.trail), { ...times, ...who });
    if (known !== null && found.length === 0) return { line, callId, outcome: 'unchanged', reasons: [] };
    const { repeated } = await this.log.take({ pbx, callId }, this.eventOf(row, direction, times, who));
    if (repeated) return { line, callId, outcome: 'unchanged', reasons: [] };
    return { line, callId, outcome: known === null ? 'added' : 'repaired', reasons: found };
  }

  private async answeredBy(
    name: string,
  ): Promise<{ accountId: string | null; line: string | null; voicemail: boolean }> {
    const text = name.trim();
    if (text === '') return { accountId: null, line: null, voicemail: false };
    if (this.settings.voicemail.users.includes(text)) return { accountId: null, line: null, voicemail: true };
    const accountId = await this.lines.find(text);
    return { accountId, line: accountId === null ? exchangeName(text) || null : null, voicemail: false };
  }

  private eventOf(
    row: Row,
    direction: 'in' | 'out',
    { startedAt, answeredAt, endedAt }: CdrTimes,
    who: { readonly accountId: string | null; readonly line: string | null; readonly voicemail: boolean },
  ): CallEvent {
    const { plan, recordingHosts } = this.settings;
    const cause = CAUSES.find((one) => one === row['cause']?.trim());
    const queue = exchangeName(row['queue'] ?? '');
    const url = (row['recording_url'] ?? '').trim();
    return {
      kind: 'record',
      at: startedAt.toISOString(),
      stated: startedAt.toISOString(),
      direction,
      from: readParty(row['from'] ?? '', plan),
      to: readParty(row['to'] ?? '', plan),
      ...(queue === '' ? {} : { queue }),
      ...(who.accountId === null ? {} : { accounts: [who.accountId] }),
      ...(who.line === null ? {} : { line: who.line }),
      ...(who.voicemail ? { voicemail: true as const } : {}),
      ...(cause === undefined ? {} : { cause }),
      ...(mayLinkTo(url, recordingHosts) ? { url } : {}),
      ...(answeredAt === null || who.voicemail ? {} : { answeredAt: answeredAt.toISOString() }),
      endedAt: endedAt.toISOString(),
    };
  }
}

/** One of another number of cells (a torn last line, a comma without quotes) is none, and hinders no other. */
function rowsOf(csv: string): { record: Row | null; line: number }[] {
  let head: string[] = [];
  const skipped: { code: string; line: number; message: string }[] = [];
  const rows = parse(csv.replace(/^\uFEFF/, ''), {
    columns: (names: string[]) => (head = names.map((name) => name.trim())),
    skip_empty_lines: true,
    info: true,
    max_record_size: 10_000,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error !== undefined) skipped.push({ code: error.code, line: Number(error['lines']), message: error.message });
      return undefined;
    },
  }) as unknown as { record: Row; info: { lines: number } }[];
  // A quotation mark astray swallows whatever follows: then nothing is taken.
  const fault = skipped.find(({ code }) => code !== 'CSV_RECORD_INCONSISTENT_COLUMNS');
  if (fault !== undefined) throw new CdrFileError(`Không đọc được tệp CSV: ${fault.message}`);
  const missing = REQUIRED.filter((name) => !head.includes(name));
  if (missing.length > 0)
    throw new CdrFileError(`Thiếu cột ${missing.join(', ')}. Các cột: ${CDR_COLUMNS.join(', ')}.`);
  return [
    ...rows.map(({ record, info }) => ({ record, line: info.lines })),
    ...skipped.map(({ line }) => ({ record: null, line })),
  ].sort((a, b) => a.line - b.line);
}
