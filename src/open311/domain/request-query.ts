import { Problem, type FieldError } from '../../kernel/index.js';
import type { Arguments } from './arguments.js';
import { readW3Date } from './w3-date.js';

const DAY_MS = 86_400_000;
/** What one answer covers at most, in days and in requests. */
export const MOST_DAYS = 90;
export const MOST_REQUESTS = 1000;
/** Ids of one call: each is a code of 14 letters, and an address has its end. */
const MOST_IDS = 500;
const MOST_PAGES = 100_000;

export type OpenOrClosed = 'open' | 'closed';

export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

interface Span {
  readonly from: Date | null;
  readonly to: Date | null;
}

/** What `GET requests` asks for. */
export interface RequestQuery {
  /** In the order asked for; everything else is left aside then. */
  readonly ids: readonly string[] | null;
  readonly serviceCodes: readonly string[] | null;
  readonly statuses: readonly OpenOrClosed[] | null;
  readonly requested: Span;
  readonly updated: Span;
  readonly box: Box | null;
  readonly offset: number;
  readonly limit: number;
  readonly extensions: boolean;
}

/**
 * The arguments of `GET requests`, with GeoReport's own limits: a span of 90 days, 1,000 requests an answer.
 *
 * One end of the span alone is completed to 90 days; neither means the last 90 days, unless it is asked for what was
 * updated, which may be older.
 * @throws Problem `invalid-input` with the names of the arguments.
 */
export function readRequestQuery(sent: Arguments, now: Date): RequestQuery {
  const errors: FieldError[] = [];
  const wrong = (field: string, message: string): void => void errors.push({ field, message });
  const extensions = wantsExtensions(sent);
  const ids = sent.all('service_request_id', { commas: true });
  if (ids.length > 0) {
    if (ids.length > MOST_IDS) throw Problem.invalid([{ field: 'service_request_id', message: TOO_MANY_IDS }]);
    return { ...ALL, ids, extensions, offset: 0, limit: MOST_IDS };
  }
  const updated = {
    from: dateOf(sent, 'updated_after', wrong, false),
    to: dateOf(sent, 'updated_before', wrong, true),
  };
  if (updated.from !== null && updated.to !== null && updated.from > updated.to)
    wrong('updated_after', 'updated_after sau updated_before.');
  const given = { from: dateOf(sent, 'start_date', wrong, false), to: dateOf(sent, 'end_date', wrong, true) };
  const byUpdate = updated.from !== null || updated.to !== null;
  const requested = given.from === null && given.to === null && byUpdate ? NO_SPAN : spanOf(given, now, wrong);
  const statuses = sent.all('status', { commas: true }).map((status) => status.toLowerCase());
  if (statuses.some((status) => !isStatus(status))) wrong('status', 'status là open, closed, hoặc open,closed.');
  const serviceCodes = sent.all('service_code', { commas: true });
  const query: RequestQuery = {
    ids: null,
    serviceCodes: serviceCodes.length === 0 ? null : [...new Set(serviceCodes)],
    statuses: statuses.length === 0 ? null : [...new Set(statuses.filter(isStatus))],
    requested,
    updated,
    box: boxOf(sent, wrong),
    ...pageOf(sent, wrong),
    extensions,
  };
  if (errors.length > 0) throw Problem.invalid(errors);
  return query;
}

/** `true`; some clients name those they know ("citysdk,media"): they get what there is. */
export function wantsExtensions(sent: Arguments): boolean {
  return !['', 'false', '0', 'no'].includes(sent.one('extensions')?.toLowerCase() ?? '');
}

/** What `GET servicerequestupdates` asks for. */
export interface UpdateQuery extends Span {
  readonly id: string | null;
  readonly offset: number;
  readonly limit: number;
}

/** @throws Problem `invalid-input` with the names of the arguments. */
export function readUpdateQuery(sent: Arguments, now: Date): UpdateQuery {
  const errors: FieldError[] = [];
  const wrong = (field: string, message: string): void => void errors.push({ field, message });
  const given = { from: dateOf(sent, 'start_date', wrong, false), to: dateOf(sent, 'end_date', wrong, true) };
  const query = { ...spanOf(given, now, wrong), id: sent.one('service_request_id'), ...pageOf(sent, wrong) };
  if (errors.length > 0) throw Problem.invalid(errors);
  return query;
}

type Wrong = (field: string, message: string) => void;

const NO_SPAN: Span = { from: null, to: null };
const ALL = { serviceCodes: null, statuses: null, requested: NO_SPAN, updated: NO_SPAN, box: null } as const;
const TOO_MANY_IDS = `Mỗi lần hỏi được nhiều nhất ${String(MOST_IDS)} mã.`;

function isStatus(text: string): text is OpenOrClosed {
  return text === 'open' || text === 'closed';
}

function dateOf(sent: Arguments, name: string, wrong: Wrong, end: boolean): Date | null {
  const text = sent.one(name);
  if (text === null) return null;
  const at = readW3Date(text, end);
  if (at === null) wrong(name, 'Ngày giờ viết theo W3C, có múi giờ, ví dụ 2026-11-23T08:00:00+07:00.');
  return at;
}

function spanOf({ from, to }: Span, now: Date, wrong: Wrong): Span {
  const most = MOST_DAYS * DAY_MS;
  if (from !== null && to !== null) {
    if (from > to) wrong('start_date', 'start_date sau end_date.');
    // A day named as the end has a last millisecond.
    else if (to.getTime() - from.getTime() > most + DAY_MS - 1)
      wrong('end_date', `Từ start_date đến end_date nhiều nhất ${String(MOST_DAYS)} ngày.`);
    return { from, to };
  }
  if (from !== null) return { from, to: new Date(from.getTime() + most) };
  const until = to ?? now;
  return { from: new Date(until.getTime() - most), to: until };
}

function pageOf(sent: Arguments, wrong: Wrong): { offset: number; limit: number } {
  const limit = wholeOf(sent.one('page_size'), MOST_REQUESTS, MOST_REQUESTS);
  const page = wholeOf(sent.one('page'), 1, MOST_PAGES);
  if (limit === null) wrong('page_size', `page_size là số từ 1 đến ${String(MOST_REQUESTS)}.`);
  if (page === null) wrong('page', 'page là số trang, bắt đầu từ 1.');
  return { limit: limit ?? 1, offset: ((page ?? 1) - 1) * (limit ?? 1) };
}

function wholeOf(text: string | null, otherwise: number, most: number): number | null {
  if (text === null) return otherwise;
  const number = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : null;
}

/**
 * West, south, east, north, as GeoJSON orders them; south, west, north, east are recognised where the longitudes are
 * beyond 90°, as all of Viet Nam's are.
 */
function boxOf(sent: Arguments, wrong: Wrong): Box | null {
  const texts = sent.all('bbox', { commas: true });
  if (texts.length === 0) return null;
  const numbers = texts.map((text) => (/^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN));
  const [a = NaN, b = NaN, c = NaN, d = NaN] = numbers;
  const latitudeFirst = Math.abs(b) > 90 && Math.abs(d) > 90;
  const [west, south, east, north] = latitudeFirst ? [b, a, d, c] : [a, b, c, d];
  const good =
    numbers.length === 4 &&
    Math.abs(west) <= 180 &&
    Math.abs(east) <= 180 &&
    Math.abs(south) <= 90 &&
    Math.abs(north) <= 90 &&
    west <= east &&
    south <= north;
  if (!good) wrong('bbox', 'bbox là bốn số: tây,nam,đông,bắc, ví dụ 106.7,10.7,107.2,11.2.');
  return good ? { west, south, east, north } : null;
}
