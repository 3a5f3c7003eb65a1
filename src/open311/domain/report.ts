import { createHash } from 'node:crypto';
import { cleanLine, cleanText, normalizePhone, Problem, type FieldError } from '../../kernel/index.js';
import type { Arguments } from './arguments.js';
import { SUBJECT, WARD, type ServiceType } from './service-type.js';

/** GeoReport's own limit of a description. */
export const MOST_DESCRIPTION = 4000;
/** Characters that are left for what is added to it. */
const MOST_ADDED = 900;
const MOST_ADDRESS = 300;
const MOST_TITLE = 200;
const MOST_NAME = 120;
const MOST_EMAIL = 254;
const MOST_URL = 2000;
const MOST_URLS = 10;
const MOST_NOTE = 4000;
const MOST_REFERENCE = 200;

/** What a place and an agency may be called: answered by the directory. */
export interface Ground {
  /** By code or by name as typed. */
  ward(text: string): string | null;
  /** By code or by name as typed. */
  agency(text: string): string | null;
  /** By the words of an address. */
  wardInAddress(text: string): string | null;
  wardAt(lat: number, lng: number): string | null;
  /** "thành phố Đồng Nai" */
  readonly province: string;
  /** Whether the words tell of danger: then nothing about the place keeps it back. */
  isEmergency(words: string): boolean;
}

/** A request as `POST requests` brought it, ready to be recorded. */
export interface Report {
  readonly categoryCode: string | null;
  /** Not of GeoReport, but often sent. */
  readonly title: string | null;
  readonly words: string;
  readonly placeText: string | null;
  readonly point: { readonly lat: number; readonly lng: number } | null;
  readonly wardCode: string | null;
  readonly subjectAgencyCode: string | null;
  /** As given, the first name first: "Nguyễn" and "Văn An" make "Nguyễn Văn An". */
  readonly name: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly email: string | null;
  readonly anonymous: boolean;
  /** What has no place of its own: for the centre. */
  readonly note: string | null;
  /** Kept as they came and never opened from here. */
  readonly mediaUrls: readonly string[];
  /** The sender's own id of it; the same one twice is the same report. */
  readonly reference: string | null;
}

/**
 * Reads a report, and says all at once what is wrong with it.
 * @throws Problem `invalid-input` with the names of GeoReport's arguments.
 */
export function readReport(sent: Arguments, service: ServiceType, ground: Ground): Report {
  const errors: FieldError[] = [];
  const wrong = (field: string, message: string): void => void errors.push({ field, message });
  const description = cleanText(sent.one('description') ?? '');
  if (description.length > MOST_DESCRIPTION)
    wrong('description', `Mô tả dài quá ${MOST_DESCRIPTION.toLocaleString('de-DE')} ký tự. Xin viết gọn lại.`);
  if (description === '' && service.categoryCode === null) wrong('description', 'Xin ghi chuyện gì đang xảy ra.');
  const mediaUrls = webAddresses(sent, wrong);
  const place = placeOf(sent, { ground, wrong, urgent: ground.isEmergency(description) });
  const subjectAgencyCode = attribute(sent, SUBJECT, (text) => ground.agency(text), wrong);
  const person = personOf(sent);
  const report: Report = {
    categoryCode: service.categoryCode,
    title: cleanLine(sent.one('title') ?? '').slice(0, MOST_TITLE) || null,
    words: wordsOf(description === '' ? service.name : description, mediaUrls),
    ...place,
    subjectAgencyCode,
    name: person.name,
    phone: person.phone,
    email: person.email,
    anonymous: person.name === null && person.phone === null && person.email === null,
    note: noteOf(sent, person.unread),
    mediaUrls,
    reference: referenceOf(sent),
  };
  if (errors.length > 0) throw Problem.invalid(errors);
  return report;
}

type Wrong = (field: string, message: string) => void;

function placeOf(
  sent: Arguments,
  { ground, wrong, urgent }: { readonly ground: Ground; readonly wrong: Wrong; readonly urgent: boolean },
): Pick<Report, 'placeText' | 'point' | 'wardCode'> {
  const point = pointOf(sent, wrong);
  const address = cleanLine(sent.one('address_string') ?? '');
  const addressId = sent.one('address_id');
  const named = attribute(sent, WARD, (text) => ground.ward(text), wrong);
  const byId = addressId === null ? null : ground.ward(addressId);
  const placeText = address === '' ? null : address.slice(0, MOST_ADDRESS);
  if (point === 'unread') return { placeText, point: null, wardCode: named };
  if (point === null && address === '' && named === null) {
    if (addressId === null)
      wrong('lat', 'Cần nơi xảy ra: lat và long, hoặc address_string, hoặc address_id (mã phường, xã).');
    else if (byId === null) wrong('address_id', 'address_id là mã phường, xã của địa phương; không có mã này.');
  }
  const wardCode = named ?? byId;
  const outside = point !== null && ground.wardAt(point.lat, point.lng) === null;
  if (outside && wardCode === null && !urgent && (address === '' || ground.wardInAddress(address) === null))
    wrong('lat', `Điểm này nằm ngoài ${ground.province}. Nếu đúng nơi, xin gửi thêm attribute[${WARD}].`);
  return { placeText, point, wardCode };
}

function pointOf(sent: Arguments, wrong: Wrong): { lat: number; lng: number } | null | 'unread' {
  const [lat, long] = [sent.one('lat'), sent.one('long')];
  if (lat === null && long === null) return null;
  if (lat === null || long === null) {
    wrong(lat === null ? 'lat' : 'long', 'lat và long phải gửi cùng nhau.');
    return 'unread';
  }
  const read = (name: string, text: string, most: number): number => {
    const degrees = /^[+-]?\d{1,3}(\.\d{1,20})?$/.test(text) ? Number(text) : NaN;
    if (!(Math.abs(degrees) <= most)) wrong(name, `${name} là số độ theo WGS 84, từ −${most} đến ${most}.`);
    return degrees;
  };
  const point = { lat: read('lat', lat, 90), lng: read('long', long, 180) };
  return Math.abs(point.lat) <= 90 && Math.abs(point.lng) <= 180 ? point : 'unread';
}

function attribute(sent: Arguments, code: string, find: (text: string) => string | null, wrong: Wrong): string | null {
  const [value] = sent.attributes.get(code) ?? [];
  if (value === undefined) return null;
  const found = find(value);
  if (found === null) wrong(`attribute[${code}]`, 'Không có lựa chọn này. Xem GET services/<mã>.');
  return found;
}

interface Person {
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  /** Contact that could not be read: nobody is there to be asked, and a report is not lost for it. */
  readonly unread: readonly string[];
}

function personOf(sent: Arguments): Person {
  // Whoever has one name only is sent with "-" for the other.
  const names = [sent.one('first_name'), sent.one('last_name')].filter((part) => part !== null && part !== '-');
  const name = cleanLine(names.join(' ')).slice(0, MOST_NAME).trimEnd();
  const typedPhone = sent.one('phone');
  const phone = typedPhone === null ? null : normalizePhone(typedPhone);
  const typedEmail = sent.one('email');
  const email = typedEmail !== null && isEmail(typedEmail) ? typedEmail : null;
  return {
    name: name === '' ? null : name,
    phone,
    email,
    unread: [
      ...(typedPhone !== null && phone === null ? [`phone: ${cleanLine(typedPhone).slice(0, 100)}`] : []),
      ...(typedEmail !== null && email === null ? [`email: ${cleanLine(typedEmail).slice(0, 300)}`] : []),
    ],
  };
}

function isEmail(text: string): boolean {
  return text.length <= MOST_EMAIL && /^[^\s@<>,;"()[\]\\]+@[^\s@<>,;"()[\]\\]+\.[^\s@<>,;"()[\]\\.]{2,}$/.test(text);
}

/** The addresses of pictures that came with something, each once. */
export function webAddresses(sent: Arguments, wrong: Wrong): string[] {
  const urls = [...new Set(sent.all('media_url'))];
  if (urls.length > MOST_URLS) wrong('media_url', `Nhiều nhất ${MOST_URLS} địa chỉ ảnh.`);
  if (urls.some((url) => !isWebAddress(url)))
    wrong('media_url', 'media_url là địa chỉ bắt đầu bằng http:// hoặc https://.');
  return urls;
}

function isWebAddress(text: string): boolean {
  if (text.length > MOST_URL || /\s/.test(text)) return false;
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** Addresses stand below the words, so that whoever works on it can look; they are text there, not opened by anybody. */
export function wordsOf(words: string, urls: readonly string[]): string {
  let text = words;
  let added = 0;
  for (const url of urls) {
    const line = `\nẢnh ở nơi khác: ${url}`;
    added += line.length;
    if (added > MOST_ADDED) break;
    text += line;
  }
  return text;
}

const REFERENCES = ['external_id', 'fixmystreet_id'];
const KNOWN = new Set([SUBJECT, WARD, ...REFERENCES]);

function referenceOf(sent: Arguments): string | null {
  const [reference] = REFERENCES.flatMap((code) => sent.attributes.get(code) ?? []);
  return reference === undefined ? null : reference.slice(0, MOST_REFERENCE);
}

function noteOf(sent: Arguments, unread: readonly string[]): string | null {
  const others = [...sent.attributes]
    .filter(([code]) => !KNOWN.has(code))
    .map(([code, values]) => `${cleanLine(code)}: ${cleanText(values.join(', '))}`);
  const note = [...unread, ...others].join('\n').slice(0, MOST_NOTE);
  return note === '' ? null : note;
}

const NOT_CONTENT = new Set(['api_key', 'jurisdiction_id']);

/** One hash for the same report sent again: all that was sent but the key, files by their own hashes. */
export function contentHash(...sent: readonly unknown[]): string {
  const parts = sent.map((source) =>
    Object.entries((source ?? {}) as Record<string, unknown>)
      .filter(([name]) => !NOT_CONTENT.has(name))
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
