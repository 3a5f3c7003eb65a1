import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatDay, formatDayEn, formatInstant, formatInstantEn } from '../../kernel/index.js';
import type { Language } from '../http/index.js';
import { Messages } from './messages.js';

/** What may stand in a text's `{place}`. */
export type TextValue = string | number;

/**
 * The texts of one language. Keys are dotted paths of the JSON files: `{"portal": {"home": {"title": …}}}`
 * is "portal.home.title". A text may hold `{name}`, filled by the caller, and `{site.name}`, another text.
 */
export class Locale {
  private readonly formatters = new Map<string, Intl.NumberFormat>();

  private constructor(
    readonly language: string,
    private readonly texts: ReadonlyMap<string, string>,
    /** The others, by language; and which of them has what this one lacks. */
    private readonly others: Partial<Record<Language, Locale>> = {},
    private readonly fallback: Locale | null = null,
    private readonly messages: Messages = Messages.NONE,
  ) {}

  /** Vietnamese, with English beside it. What is not said in English yet is said in Vietnamese. */
  static withEnglish(vietnamese: Locale, english: Locale): Locale {
    const others: Partial<Record<Language, Locale>> = {};
    others.vi = new Locale(vietnamese.language, vietnamese.texts, others);
    const both = english.messages.keys.map((key) => [vietnamese.withSite(key), english.withSite(key)] as const);
    const messages = english.messages.with(Object.fromEntries(both.flatMap(([said, meant]) => [[said, meant], [meant, meant]])));
    others.en = new Locale(english.language, english.texts, others, others.vi, messages);
    return others.vi;
  }

  /** The texts for a page in a language; these where there are no others. */
  in(language: Language | undefined): Locale {
    return (language === undefined ? undefined : this.others[language]) ?? this;
  }

  /**
   * Reads `<folder>/<language>.json` and `<folder>/<language>.<area>.json`, and beside the folder `messages/<language>.json`.
   * @param site what differs from province to province, under `site.…`.
   * @throws Error naming the file and the key that is wrong.
   */
  static load(folder: string, language: string, site: Readonly<Record<string, string>> = {}): Locale {
    const pattern = new RegExp(`^${language}(\\.[a-z-]+)?\\.json$`);
    const files = readdirSync(folder)
      .filter((name) => pattern.test(name))
      .sort()
      .map((name) => join(folder, name));
    const texts = new Map(Object.entries(site).map(([name, text]) => [`site.${name}`, text]));
    for (const file of files) {
      for (const [key, text] of flatten(file)) {
        if (texts.has(key)) throw new Error(`${file}: the text "${key}" is already given in another file`);
        texts.set(key, text);
      }
    }
    return new Locale(language, texts, {}, null, Messages.load(join(folder, '..', 'messages', `${language}.json`)));
  }

  has(key: string): boolean {
    return this.texts.has(key);
  }

  keys(): string[] {
    return [...this.texts.keys()];
  }

  /** The names that the caller of a text must fill. */
  variables(key: string): string[] {
    return [...this.raw(key).matchAll(PLACE)].map((match) => match[1] ?? '').filter((name) => !name.includes('.'));
  }

  /**
   * The text of a key.
   * @param escape applied to each value put in, for texts that hold markup.
   * @throws Error when the key does not exist or a value is missing: both are mistakes in a template.
   */
  text(key: string, values: Readonly<Record<string, TextValue>> = {}, escape: (value: string) => string = (value) => value): string {
    return this.raw(key).replace(PLACE, (_, name: string) => {
      if (name.includes('.')) return this.text(name);
      const value = values[name];
      if (value === undefined || value === null) throw new Error(`text "${key}" needs a value for {${name}}`);
      return escape(String(value));
    });
  }

  /** What a code of the catalogue is called, where this language has a word of its own for it. */
  name(kind: 'category' | 'field', code: string | number | null, otherwise: string): string {
    return this.texts.get(`site.${kind}_${String(code)}`) ?? otherwise;
  }

  /** A clock time with its day. @throws RangeError when `at` is no valid instant. */
  instant(at: Date, options: { readonly year?: boolean } = {}): string {
    return this.language === 'en' ? formatInstantEn(at, options) : formatInstant(at, options);
  }

  /** A calendar day 'YYYY-MM-DD'. @throws RangeError when it is none. */
  day(day: string): string {
    return this.language === 'en' ? formatDayEn(day) : formatDay(day);
  }

  number(value: number, options: Intl.NumberFormatOptions = {}): string {
    // A formatter costs a hundred times what it formats, and a list has hundreds of figures.
    const key = JSON.stringify(options);
    const known = this.formatters.get(key) ?? new Intl.NumberFormat(this.language === 'en' ? 'en-GB' : 'vi-VN', options);
    this.formatters.set(key, known);
    return known.format(value);
  }

  /** "97,4 %", in English "97.4%". @param share 0 … 1 */
  percent(share: number): string {
    const figure = this.number(share * 100, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return this.language === 'en' ? `${figure}%` : `${figure}\u00A0%`;
  }

  /**
   * What the service says in Vietnamese when it refuses something, in this language.
   * @returns null where this language has no words for it.
   */
  said(message: string): string | null {
    return this.fallback === null ? message : this.messages.of(message);
  }

  /** The text as it is, but for what differs from province to province. */
  private withSite(key: string): string {
    return this.raw(key).replace(PLACE, (place, name: string) => (name.includes('.') ? this.text(name) : place));
  }

  private raw(key: string): string {
    const text = this.texts.get(key) ?? this.fallback?.texts.get(key);
    if (text === undefined) throw new Error(`no text "${key}" in ${this.language}`);
    return text;
  }
}

const PLACE = /\{([a-zA-Z][\w.]*)\}/g;

function flatten(file: string): [string, string][] {
  const collect = (value: unknown, path: string): [string, string][] => {
    if (typeof value === 'string') {
      if (value !== value.normalize('NFC')) throw new Error(`${file}: "${path}" is not in Unicode NFC`);
      return [[path, value]];
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${file}: "${path}" is neither a text nor a group`);
    return Object.entries(value).flatMap(([name, inner]) => collect(inner, path === '' ? name : `${path}.${name}`));
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${String(error)}`, { cause: error });
  }
  return collect(parsed, '');
}
