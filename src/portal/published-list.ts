import { fold } from '../kernel/index.js';
import type { Locale } from '../platform/templates/index.js';
import type { PublishedLine, PublishedSearchFilter, PublishedSearchPage, Result, Sort } from '../publication/index.js';
import { publishedRow } from './published-view.js';

/** What the list is asked for, in the words of its address. */
export interface ListQuery {
  readonly q?: string | undefined;
  readonly phuong?: string | undefined;
  readonly 'linh-vuc'?: number | undefined;
  readonly 'don-vi'?: string | undefined;
  readonly 'tu-ngay'?: string | undefined;
  readonly 'den-ngay'?: string | undefined;
  readonly 'ket-qua'?: string | undefined;
  readonly 'sap-xep'?: string | undefined;
  readonly sau?: string | undefined;
}

const RESULT_NAMES: Readonly<Record<Result, string>> = {
  on_time: 'dung-han',
  late: 'tre-han',
  apology: 'xin-loi',
  promise: 'con-hen',
};
const SORT_NAMES: Readonly<Record<Sort, string>> = { best: 'phu-hop', newest: 'moi', oldest: 'cu' };

/** What may be chosen from. */
export interface ListChoices {
  readonly wards: readonly { readonly code: string; readonly name: string }[];
  readonly fields: readonly { readonly code: number; readonly name: string }[];
  readonly agencies: readonly { readonly code: string; readonly name: string }[];
}

interface Asked {
  readonly filter: PublishedSearchFilter;
  readonly sort: Sort;
  /** Days as they were read, the earlier one first. */
  readonly days: { readonly from: string | null; readonly to: string | null };
  /** Texts of days that were none. */
  readonly unreadable: readonly ('tu-ngay' | 'den-ngay')[];
}

/** What is not understood narrows nothing: a link with a mistake shows more, not an error. */
export function readListQuery(query: ListQuery): Asked {
  const words = query.q ?? '';
  const read = { 'tu-ngay': dayOf(query['tu-ngay']), 'den-ngay': dayOf(query['den-ngay']) };
  const typed = (name: 'tu-ngay' | 'den-ngay'): boolean => (query[name] ?? '') !== '';
  const [from, to] = inOrder(read['tu-ngay'], read['den-ngay']);
  const sort = keyOf(SORT_NAMES, query['sap-xep']);
  const worded = fold(words) !== '';
  const usual = worded ? 'best' : 'newest';
  return {
    filter: {
      words,
      wardCode: query.phuong,
      field: query['linh-vuc'],
      agencyCode: query['don-vi'],
      result: keyOf(RESULT_NAMES, query['ket-qua']),
      from: from === null ? null : new Date(`${from}T00:00:00+07:00`),
      to: to === null ? null : new Date(Date.parse(`${to}T00:00:00+07:00`) + 86_400_000),
    },
    sort: sort === null || (sort === 'best' && !worded) ? usual : sort,
    days: { from, to },
    unreadable: (['tu-ngay', 'den-ngay'] as const).filter((name) => typed(name) && read[name] === null),
  };
}

export function listPage(
  query: ListQuery,
  asked: Asked,
  page: PublishedSearchPage<PublishedLine>,
  choices: ListChoices,
  texts: Locale,
) {
  const text = (key: string, values = {}) => texts.text(`portal.published.${key}`, values);
  const { filter, sort, days, unreadable } = asked;
  const worded = fold(query.q ?? '') !== '';
  const narrowed = criteria(asked, choices, texts);
  return {
    q: query.q ?? '',
    worded,
    wards: choices.wards.map((ward) => ({ ...ward, selected: ward.code === filter.wardCode })),
    fields: choices.fields.map((field) => ({ ...field, selected: field.code === filter.field })),
    agencies: choices.agencies.map((agency) => ({ ...agency, selected: agency.code === filter.agencyCode })),
    results: entries(RESULT_NAMES).map(([result, code]) => ({
      code,
      name: text(`result.${result}`),
      selected: result === filter.result,
    })),
    sorts: entries(SORT_NAMES)
      .filter(([name]) => name !== 'best' || worded)
      .map(([name, code]) => ({ code, name: text(`sort.${name}`), selected: name === sort })),
    from: { day: days.from ?? '', wrong: unreadable.includes('tu-ngay') },
    to: { day: days.to ?? '', wrong: unreadable.includes('den-ngay') },
    // What is chosen stands above the list in words; on a phone the open form would push the list off the screen.
    open: unreadable.length > 0,
    narrowed,
    count: page.total === null ? null : countLine(page.total, page.approximate, worded, texts),
    incomplete: page.whole ? null : text('incomplete'),
    items: page.items.map((item) => publishedRow(item, texts)),
    nextHref: page.next === null ? null : listHref({ ...query, sau: page.next }),
    firstHref: query.sau ? listHref({ ...query, sau: undefined }) : null,
    widerHref: worded && narrowed.length > 0 ? listHref({ q: query.q }) : null,
    filtered: worded || narrowed.length > 0,
  };
}

/** What the list shows, in words: also for whoever prints it. */
function criteria({ filter, days }: Asked, { wards, fields, agencies }: ListChoices, texts: Locale) {
  const text = (key: string, values = {}) => texts.text(`portal.published.${key}`, values);
  const named = (all: readonly { readonly code: string | number; readonly name: string }[], code: unknown) =>
    all.filter((one) => one.code === code).map(({ name }) => name);
  return [
    ...named(wards, filter.wardCode),
    ...named(fields, filter.field),
    ...named(agencies, filter.agencyCode),
    ...(filter.result ? [text(`result.${filter.result}`)] : []),
    ...(days.from === null ? [] : [text('from_day', { day: texts.day(days.from) })]),
    ...(days.to === null ? [] : [text('to_day', { day: texts.day(days.to) })]),
  ];
}

function countLine(total: number, approximate: boolean, worded: boolean, texts: Locale): string {
  const key = !worded ? 'count' : approximate ? 'count_at_most' : 'count_words';
  return texts.text(`portal.published.${key}`, { count: texts.number(total) });
}

export function listHref(query: ListQuery): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length === 0 ? '/da-cong-khai' : `/da-cong-khai?${new URLSearchParams(given).toString()}`;
}

const DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const WRITTEN_DAY = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;

/** A day of the field for days, or as people write it. @returns null when it is none. */
function dayOf(typed: string | undefined): string | null {
  const written = (typed ?? '').trim();
  const [, year, month, date] = DAY.exec(written) ?? [];
  const [, first, second, last] = WRITTEN_DAY.exec(written) ?? [];
  const day = [year ?? last, month ?? second, date ?? first];
  if (day.some((part) => part === undefined)) return null;
  const iso = `${String(day[0])}-${String(day[1]).padStart(2, '0')}-${String(day[2]).padStart(2, '0')}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso ? null : iso;
}

function inOrder(from: string | null, to: string | null): [string | null, string | null] {
  return from !== null && to !== null && from > to ? [to, from] : [from, to];
}

const entries = <Key extends string>(names: Readonly<Record<Key, string>>) => Object.entries(names) as [Key, string][];

function keyOf<Key extends string>(names: Readonly<Record<Key, string>>, name: string | undefined): Key | null {
  return entries(names).find(([, known]) => known === name)?.[0] ?? null;
}
