import { randomUUID } from 'node:crypto';
import Handlebars from 'handlebars';
import { isoInVietnam } from '../../kernel/index.js';
import type { AssetStore } from '../assets/index.js';
import type { Language } from '../http/index.js';
import type { Locale, TextValue } from './locale.js';

type Hash = Readonly<Record<string, unknown>>;
type Options = { readonly hash: Hash; readonly data?: { readonly language?: Language; readonly origin?: string } };

const { SafeString, escapeExpression } = Handlebars;

/** Where structured data name an address; one of ours gets the origin put before it. */
const ADDRESSES: ReadonlySet<string> = new Set(['url', 'item', 'contentUrl', 'image']);

/** Helpers whose result is markup; they have no place in a mail's subject or plain text. */
export const MARKUP_HELPERS: ReadonlySet<string> = new Set(['tHtml', 'said', 'time', 'icon', 'jsonLd']);

/**
 * All helpers there are. They say how a value looks; what is shown is decided before, in the model.
 *
 * | helper | gives |
 * |---|---|
 * | `t 'key' name=value` | the text of a key |
 * | `tHtml 'key_html' name=value` | the same for a text with markup; values are escaped |
 * | `said message` | what the service says in Vietnamese, in the page's language; marked as Vietnamese where that has no words for it; `plain=true`: never marked |
 * | `instant at year=true` | "16:30 thứ Năm 26/11/2026" |
 * | `time at year=true` | the same inside `<time datetime>` |
 * | `day '2026-11-26'` | "thứ Năm 26/11/2026" |
 * | `number 1284` | "1.284" |
 * | `icon 'check' size='l' label='…'` | an icon of the sprite; hidden from screen readers unless labelled |
 * | `asset 'css/public.css'` | the address of an asset |
 * | `eq a b`, `not a`, `and a b …`, `or a b …` | conditions |
 * | `concat a b …` | strings joined |
 * | `jsonLd value` | structured data, as it stands inside its script element |
 * | `formKey given` | the idempotency key of a form: the given one, or a new one |
 */
export function helpersFor(locale: Locale, assets: AssetStore): Readonly<Record<string, Handlebars.HelperDelegate>> {
  const spoken = ({ data }: Options): Locale => locale.in(data?.language);
  return {
    t: (key: string, options: Options) => spoken(options).text(key, options.hash as Record<string, TextValue>),
    tHtml: (key: string, options: Options) =>
      new SafeString(spoken(options).text(key, options.hash as Record<string, TextValue>, (value) => escapeExpression(value))),
    said: (message: string, options: Options) => {
      const meant = spoken(options).said(message);
      if (options.hash['plain'] === true) return meant ?? message;
      return new SafeString(meant === null ? `<span lang="vi">${escapeExpression(message)}</span>` : escapeExpression(meant));
    },
    instant: (at: unknown, options: Options) => spoken(options).instant(instantOf(at), yearOf(options)),
    time: (at: unknown, options: Options) => {
      const instant = instantOf(at);
      const words = spoken(options).instant(instant, yearOf(options));
      return new SafeString(`<time datetime="${isoInVietnam(instant)}">${words}</time>`);
    },
    day: (day: string, options: Options) => spoken(options).day(day),
    number: (value: number, options: Options) => spoken(options).number(value),
    jsonLd: (value: unknown, { data }: Options) => {
      const absolute = (key: string, inner: unknown): unknown =>
        ADDRESSES.has(key) && typeof inner === 'string' && inner.startsWith('/') ? `${data?.origin ?? ''}${inner}` : inner;
      // Inside a script element nothing is escaped, so nothing may end it.
      return new SafeString(JSON.stringify(value, absolute).replaceAll('<', '\\u003c'));
    },
    icon: (name: string, { hash }: Options) => {
      if (!assets.icons.has(name)) throw new Error(`no icon "${name}"; add it to assets/icons.json`);
      const role = typeof hash['label'] === 'string' ? `role="img" aria-label="${escapeExpression(hash['label'])}"` : 'aria-hidden="true"';
      const size = hash['size'] === 'l' ? ' i--l' : '';
      const turn = hash['turn'] === true ? ' turn' : '';
      return new SafeString(`<svg class="i${size}${turn}" ${role}><use href="${assets.url('icons.svg')}#${name}"/></svg>`);
    },
    asset: (name: string) => assets.url(name),
    eq: (a: unknown, b: unknown) => a === b,
    not: (value: unknown) => !truthy(value),
    and: (...values: unknown[]) => values.slice(0, -1).every(truthy),
    or: (...values: unknown[]) => values.slice(0, -1).find(truthy) ?? false,
    concat: (...parts: unknown[]) => parts.slice(0, -1).join(''),
    formKey: (given: unknown) => (typeof given === 'string' && given !== '' ? given : randomUUID()),
  };
}

/** What Handlebars' own `if` takes for true: an empty list is not. */
function truthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** Models hold `Date`; their samples, being JSON, hold ISO strings. */
function instantOf(at: unknown): Date {
  const instant = at instanceof Date ? at : new Date(typeof at === 'string' ? at : Number.NaN);
  if (Number.isNaN(instant.getTime())) throw new Error(`"${String(at)}" is no instant`);
  return instant;
}

function yearOf({ hash }: Options): { year: boolean } {
  return { year: hash['year'] === true };
}
