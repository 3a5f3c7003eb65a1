import { DateTime } from 'luxon';
import type { Call } from './call.js';

/** The columns of an exported list of calls; `call_id`, `direction`, `from`, `to`, `started_at` and `ended_at` must be there. */
export const CDR_COLUMNS = [
  'call_id',
  'direction',
  'from',
  'to',
  'queue',
  'started_at',
  'answered_at',
  'ended_at',
  'answered_by',
  'cause',
  'recording_url',
] as const;

export interface CdrTimes {
  readonly startedAt: Date;
  readonly answeredAt: Date | null;
  readonly endedAt: Date;
}

/**
 * An instant as exchanges export it: ISO 8601 or `2026-11-23 08:00:00`; without an offset it is the wall clock of the place.
 * @returns null when it is none.
 */
export function readCdrTime(text: string, timeZone: string): Date | null {
  const iso = text.trim().replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T');
  // A day without a time, or a time without a day (which would be today's), is neither.
  if (!/^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}/.test(iso)) return null;
  const read = DateTime.fromISO(iso, { zone: timeZone });
  return read.isValid ? read.toJSDate() : null;
}

/** The times of a row, or what cannot be about them. */
export function readCdrTimes(
  row: Readonly<Record<string, string>>,
  timeZone: string,
  now: Date,
): CdrTimes | { readonly error: string } {
  const read = (name: string): Date | null => readCdrTime(row[name] ?? '', timeZone);
  const [startedAt, endedAt] = [read('started_at'), read('ended_at')];
  const answeredAt = (row['answered_at'] ?? '').trim() === '' ? null : read('answered_at');
  if (startedAt === null) return { error: 'started_at: giờ viết như 2026-11-23 08:00:00' };
  if (endedAt === null) return { error: 'ended_at: giờ viết như 2026-11-23 08:00:00' };
  if (answeredAt === null && (row['answered_at'] ?? '').trim() !== '')
    return { error: 'answered_at: giờ viết như 2026-11-23 08:00:00, hoặc để trống' };
  if (endedAt < startedAt) return { error: 'ended_at: trước lúc bắt đầu' };
  if (endedAt > now) return { error: 'ended_at: sau bây giờ' };
  if (answeredAt !== null && (answeredAt < startedAt || answeredAt > endedAt))
    return { error: 'answered_at: ngoài thời gian của cuộc gọi' };
  return { startedAt, answeredAt, endedAt };
}

/** What an exchange hears and what it writes down differ by as much. */
const TOLERANCE_MS = 5_000;

/** What the list says otherwise than what was heard; empty: nothing to repair. */
export function differences(
  call: Call,
  row: CdrTimes & { readonly accountId: string | null; readonly voicemail: boolean },
): string[] {
  const found: string[] = [];
  const apart = (a: Date, b: Date): boolean => Math.abs(a.getTime() - b.getTime()) > TOLERANCE_MS;
  if (call.state !== 'ended' || call.endedAt === null) found.push('chưa nghe lúc kết thúc');
  else if (call.endedUnheard) found.push('lúc kết thúc chỉ là phỏng đoán');
  else if (apart(call.endedAt, row.endedAt)) found.push('giờ kết thúc khác');
  if (apart(call.startedAt, row.startedAt)) found.push('giờ bắt đầu khác');
  const answered = row.voicemail ? null : row.answeredAt;
  if ((call.answeredAt === null) !== (answered === null))
    found.push(answered === null ? 'thật ra không ai nghe máy' : 'đã có người nghe máy');
  else if (call.answeredAt !== null && answered !== null && apart(call.answeredAt, answered))
    found.push('giờ nghe máy khác');
  if (row.accountId !== null && call.operatorAccountId !== row.accountId) found.push('người nghe khác');
  return found;
}
