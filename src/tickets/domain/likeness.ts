import { fold } from '../../kernel/index.js';

/** What of a ticket is compared with another. */
export interface Likened {
  readonly title: string | null;
  readonly words: string;
  readonly placeText: string | null;
  readonly lat: number | null;
  readonly lng: number | null;
  readonly wardCode: string | null;
  readonly receivedAt: Date;
}

export interface Likeness {
  /** 0: nothing in common; 1: the same. */
  readonly score: number;
  /** "cùng đường Lê Duẩn", as the ticket in question writes it; null: no street in common. */
  readonly street: string | null;
  /** Between the two points; null when one has none. */
  readonly metres: number | null;
  readonly sameWard: boolean;
  /** Between the two receipts. */
  readonly apartMs: number;
}

/** From here on a pair is shown. Below it two different potholes of one ward look alike. */
export const LIKELY = 0.3;

const DAY_MS = 86_400_000;
/** Two points nearer than this are the same place, further away than `FAR_METRES` they are not. */
const NEAR_METRES = 150;
const FAR_METRES = 1_500;

/** Words that say nothing about the matter: they would make any two reports alike. Folded. */
const COMMON = new Set(
  (
    'a anh ay ba bi boi cac cai cang chi cho chua chung co con cua da dang day de den di do duoc gay gi ha hay hien ' +
    'ho hon khi khong la lai lam len luon ma mac moi mong mot nao nay nen ngay nguoi nhan nhat nhieu nhung nhu o ong ' +
    'phan anh qua ra rang rat roi sau se su tai tang that theo thi thi toi tren trong truoc tu va van vao ve vi viec voi xin'
  ).split(' '),
);

/** What begins the name of a street or lane; the name follows, with capitals or figures. */
const STREET =
  /(?:^|[\s,.;(])((?:[Đđ]ường|[Hh]ẻm|[Nn]gõ|[Qq]uốc lộ|[Tt]ỉnh lộ|[Hh]ương lộ|QL|TL|ĐT)\.?\s*[\p{Lu}\d][\p{L}\d/]*(?:\s+[\p{Lu}\d][\p{L}\d]*){0,4})/gu;

/**
 * How likely two tickets are about one matter: the words they share without their accents, the same street, how
 * near they are in place and time. Symmetric; a ticket is wholly like itself.
 */
export function likeness(one: Likened, other: Likened): Likeness {
  const street = sharedStreet(one, other);
  const metres = distance(one, other);
  const sameWard = one.wardCode !== null && one.wardCode === other.wardCode;
  const apartMs = Math.abs(one.receivedAt.getTime() - other.receivedAt.getTime());
  const words = overlap(tokensOf(one), tokensOf(other));
  const pairs = overlap(pairsOf(one), pairsOf(other));
  const elsewhere = street === null && streetsOf(one).size > 0 && streetsOf(other).size > 0;
  const place = elsewhere && metres === null ? 0 : nearness(street !== null, metres, sameWard);
  const time = Math.max(0, 1 - apartMs / (14 * DAY_MS));
  const score = 0.4 * words + 0.15 * pairs + 0.35 * place + 0.1 * time;
  return { score: Math.round(score * 1000) / 1000, street, metres, sameWard, apartMs };
}

/** Why they look alike, for a person who decides: "cùng đường Lê Duẩn, cách 120 m, cách 2 giờ". */
export function likenessWords({ street, metres, sameWard, apartMs }: Likeness): string {
  const place = street === null ? (sameWard ? ['cùng phường, xã'] : ['phường, xã giáp ranh']) : [`cùng ${street}`];
  const near = metres !== null && metres <= FAR_METRES ? [`cách ${metresVi(metres)}`] : [];
  return [...place, ...near, `báo cách nhau ${apartVi(apartMs)}`].join(', ');
}

function metresVi(metres: number): string {
  const rounded = metres < 100 ? Math.max(10, Math.round(metres / 10) * 10) : Math.round(metres / 50) * 50;
  return rounded < 1000
    ? `${rounded} m`
    : `${(rounded / 1000).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} km`;
}

function apartVi(ms: number): string {
  if (ms < 60_000) return 'chưa đến 1 phút';
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} phút`;
  const hours = Math.round(minutes / 60);
  return hours < 36 ? `${hours} giờ` : `${Math.round(hours / 24)} ngày`;
}

function nearness(street: boolean, metres: number | null, sameWard: boolean): number {
  if (metres !== null) {
    if (metres <= NEAR_METRES) return 1;
    if (metres >= FAR_METRES) return street ? 0.4 : 0;
    return Math.max(street ? 0.7 : 0, 1 - (metres - NEAR_METRES) / (FAR_METRES - NEAR_METRES));
  }
  if (street) return sameWard ? 1 : 0.6;
  return sameWard ? 0.35 : 0;
}

function textOf({ title, words, placeText }: Likened): string {
  return [title ?? '', words, placeText ?? ''].join('\n');
}

function tokenList(ticket: Likened): string[] {
  return fold(textOf(ticket))
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== '' && !COMMON.has(token));
}

function tokensOf(ticket: Likened): ReadonlySet<string> {
  return new Set(tokenList(ticket));
}

/** Two neighbouring words: "ổ gà" is not "gà ổ". */
function pairsOf(ticket: Likened): ReadonlySet<string> {
  const tokens = tokenList(ticket);
  return new Set(tokens.slice(1).map((token, index) => `${tokens[index] ?? ''} ${token}`));
}

/** What two have in common, of the smaller: a short report is as good as a long one about the same. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  if (small.size === 0) return 0;
  let common = 0;
  for (const item of small) if (large.has(item)) common += 1;
  // Two or three words in common are no evidence.
  return common / Math.max(small.size, 5);
}

function streetsOf(ticket: Likened): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = ''] of textOf(ticket).normalize('NFC').matchAll(STREET)) {
    const tidy = name.replace(/\s+/g, ' ').trim();
    const key = fold(tidy).replace(/^(duong|hem|ngo)\s+/, '');
    if (key.length >= 3) found.set(key, tidy.charAt(0).toLowerCase() + tidy.slice(1));
  }
  return found;
}

function sharedStreet(one: Likened, other: Likened): string | null {
  const [mine, its] = [streetsOf(one), streetsOf(other)];
  for (const [key, name] of mine) if (its.has(key)) return name;
  // The other writes it without the word "đường".
  const folded = ` ${fold(textOf(other)).replace(/[^a-z0-9]+/g, ' ')} `;
  for (const [key, name] of mine) if (key.includes(' ') && folded.includes(` ${key} `)) return name;
  const mineFolded = ` ${fold(textOf(one)).replace(/[^a-z0-9]+/g, ' ')} `;
  for (const [key, name] of its) if (key.includes(' ') && mineFolded.includes(` ${key} `)) return name;
  return null;
}

/** Metres between two points of one province: the earth is flat enough there. */
function distance(one: Likened, other: Likened): number | null {
  if (one.lat === null || one.lng === null || other.lat === null || other.lng === null) return null;
  const degree = 111_320;
  const dy = (one.lat - other.lat) * degree;
  const dx = (one.lng - other.lng) * degree * Math.cos((one.lat * Math.PI) / 180);
  return Math.round(Math.hypot(dx, dy));
}
