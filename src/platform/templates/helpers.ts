import { randomUUID } from 'node:crypto';
import Handlebars from 'handlebars';
import { formatDay, formatInstant, isoInVietnam } from '../../kernel/index.js';
import type { AssetStore } from '../assets/index.js';
import type { Locale, TextValue } from './locale.js';

type Hash = Readonly<Record<string, unknown>>;
type Options = { readonly hash: Hash };

const { SafeString, escapeExpression } = Handlebars;

/** Helpers whose result is markup; they have no place in a mail's subject or plain text. */
export const MARKUP_HELPERS: ReadonlySet<string> = new Set(['tHtml', 'time', 'icon']);

/**
 * All helpers there are. They say how a value looks; what is shown is decided before, in the model.
 *
 * | helper | gives |
 * |---|---|
 * | `t 'key' name=value` | the text of a key |
 * | `tHtml 'key_html' name=value` | the same for a text with markup; values are escaped |
 * | `instant at year=true` | "16:30 thứ Năm 26/11/2026" |
 * | `time at year=true` | the same inside `<time datetime>` |
 * | `day '2026-11-26'` | "thứ Năm 26/11/2026" |
 * | `number 1284` | "1.284" |
 * | `icon 'check' size='l' label='…'` | an icon of the sprite; hidden from screen readers unless labelled |
 * | `asset 'css/public.css'` | the address of an asset |
 * | `eq a b`, `not a`, `and a b …`, `or a b …` | conditions |
 * | `concat a b …` | strings joined |
 * | `formKey given` | the idempotency key of a form: the given one, or a new one |
 */
export function helpersFor(locale: Locale, assets: AssetStore): Readonly<Record<string, Handlebars.HelperDelegate>> {
  return {
    t: (key: string, options: Options) => locale.text(key, options.hash as Record<string, TextValue>),
    tHtml: (key: string, options: Options) =>
      new SafeString(locale.text(key, options.hash as Record<string, TextValue>, (value) => escapeExpression(value))),
    instant: (at: unknown, options: Options) => formatInstant(instantOf(at), yearOf(options)),
    time: (at: unknown, options: Options) => {
      const instant = instantOf(at);
      return new SafeString(`<time datetime="${isoInVietnam(instant)}">${formatInstant(instant, yearOf(options))}</time>`);
    },
    day: (day: string) => formatDay(day),
    number: (value: number) => value.toLocaleString('vi-VN'),
    icon: (name: string, { hash }: Options) => {
      if (!assets.icons.has(name)) throw new Error(`no icon "${name}"; add it to assets/icons.json`);
      const spoken = typeof hash['label'] === 'string' ? `role="img" aria-label="${escapeExpression(hash['label'])}"` : 'aria-hidden="true"';
      const size = hash['size'] === 'l' ? ' i--l' : '';
      const turn = hash['turn'] === true ? ' turn' : '';
      return new SafeString(`<svg class="i${size}${turn}" ${spoken}><use href="${assets.url('icons.svg')}#${name}"/></svg>`);
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
