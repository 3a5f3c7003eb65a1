import { formatNearVi } from '../../sla/index.js';
import type { CallView } from '../../telephony/index.js';
import { phoneText } from '../phone-text.js';

/** A call as one line of a page. */
export interface PhoneLine {
  readonly id: string;
  /** "0900 000 027", or why there is none. */
  readonly from: string;
  /** For the form's field; null: there is no number to write. */
  readonly phone: string | null;
  readonly state: CallView['state'];
  readonly outgoing: boolean;
  /** From when its time runs: of the talk, else of the call. */
  readonly since: string;
  /** Since then, as it stands when the page is made: "02:14". */
  readonly elapsed: string;
  /** When it began: "08:21", on another day "08:21 hôm qua", "08:21 15/11". */
  readonly at: string;
  readonly queue: string | null;
}

/** "02:14", with hours "1:02:14". */
export function elapsedText(since: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${String(hours)}:${rest}` : rest;
}

/** @param now when the page is made. */
export function phoneLine(call: CallView, now: Date): PhoneLine {
  const { id, number, numberKind, state, direction, startedAt, answeredAt, queue } = call;
  return {
    id,
    from: whoOf(number, numberKind),
    phone: numberKind === 'phone' && number !== null ? phoneText(number) : null,
    state,
    outgoing: direction === 'out',
    since: (answeredAt ?? startedAt).toISOString(),
    // Of a call that is over: how long it was talked in.
    elapsed: elapsedText(answeredAt ?? startedAt, call.endedAt ?? now),
    at: formatNearVi(startedAt, now).replace(/\s(?:hôm nay$|thứ\s\S+|Chủ\snhật)/u, ''),
    queue,
  };
}

function whoOf(number: string | null, kind: CallView['numberKind']): string {
  if (kind === 'withheld') return 'Số không hiện';
  if (number === null) return kind === 'unreadable' ? 'Số không đọc được' : 'Chưa rõ số';
  return kind === 'internal' ? `Máy lẻ ${number}` : phoneText(number);
}
