import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AssetStore } from '../../src/platform/assets/index.js';
import { PACKAGE_ROOT } from '../../src/platform/config/index.js';
import { siteTexts } from '../../src/platform/templates/site.js';
import { Locale, Pages, Templates } from '../../src/platform/templates/index.js';

const FOLDER = join(PACKAGE_ROOT, 'templates');
const assets = AssetStore.load(PACKAGE_ROOT, true);
const locale = Locale.load(join(FOLDER, 'locales'), 'vi', siteTexts(join(PACKAGE_ROOT, 'provinces', 'dong-nai')));
const templates = Templates.load(FOLDER, locale, assets);

/** "portal/send" → its samples; "email/x/text" → the one sample of the mail's folder. */
function samplesOf(name: string): string[] {
  const folder = join(FOLDER, dirname(name));
  const own = new RegExp(`^${basename(name)}(\\.[a-z-]+)?\\.sample\\.json$`);
  return readdirSync(folder)
    .filter((file) => own.test(file) || file === 'sample.json')
    .map((file) => join(folder, file));
}

const staff = {
  kind: 'staff',
  accountId: 'a',
  displayName: 'Nguyễn Thị Mai',
  roles: ['operator'],
  agencyCode: 'TD1022',
} as const;

describe('every template', () => {
  it.each(templates.names())('%s has a sample', (name) => {
    expect(samplesOf(name)).not.toEqual([]);
  });

  it.each(templates.names().flatMap((name) => samplesOf(name).map((file) => [name, basename(file), file] as const)))(
    '%s renders %s',
    (name, _, file) => {
      const sample = JSON.parse(readFileSync(file, 'utf8')) as object;
      const html = new Pages(templates).render(name, sample, {
        principal: name.startsWith('console/') ? staff : null,
        csrf: 'token',
        path: '/',
      });
      expect(html).not.toMatch(/\[object Object\]|\bundefined\b|\bNaN\b/);
      expect(html).toBe(html.normalize('NFC'));
      // The content security policy allows no inline script, and every address is ours.
      // Structured data are not run.
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=| type="application\/ld\+json">)|\son\w+="|javascript:/i);
      if (html.startsWith('<!DOCTYPE html>')) {
        expect(duplicateIds(html)).toEqual([]);
        expect(html.match(/<h1[\s>]/g)).toHaveLength(1);
      }
    },
  );
});

function duplicateIds(html: string): string[] {
  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1] ?? '');
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

describe('in English', () => {
  const english = Locale.load(join(FOLDER, 'locales'), 'en', siteTexts(join(PACKAGE_ROOT, 'provinces', 'dong-nai')));
  const both = Templates.load(FOLDER, Locale.withEnglish(locale, english), assets);

  const pages = both.names().filter((name) => name.startsWith('portal/'));
  /** Those to staff are in Vietnamese. */
  const mails = both.names().filter((name) => /^email\/(?!escalation-)/.test(name));

  it.each(pages)('%s renders', (name) => {
    for (const file of samplesOf(name)) {
      const sample = JSON.parse(readFileSync(file, 'utf8')) as object;
      const html = new Pages(both).render(name, sample, { path: '/x', language: 'en' });
      expect(html).not.toMatch(/\[object Object\]|\bundefined\b|\bNaN\b/);
    }
  });

  it.each([...pages, ...mails])('%s has every text', (name) => {
    const missing = [...textsOf(name)].filter((key) => !english.has(key));
    expect(missing).toEqual([]);
  });
});

/** The keys that a template and what it includes name. */
function textsOf(name: string, seen = new Set<string>()): Set<string> {
  seen.add(name);
  const source = readFileSync(join(FOLDER, `${name}.hbs`), 'utf8');
  const keys = new Set([...source.matchAll(/\b(?:t|tHtml) '([\w.]+)'/g)].map(([, key]) => key ?? ''));
  for (const [, included = ''] of source.matchAll(/\{\{#?> ([\w/-]+)/g))
    if (!seen.has(included)) for (const key of textsOf(included, seen)) keys.add(key);
  return keys;
}

describe('messages in English', () => {
  const { texts, messages } = JSON.parse(readFileSync(join(FOLDER, 'messages', 'en.json'), 'utf8')) as {
    texts: string[];
    messages: Record<string, string>;
  };
  const sources = sourcesIn(join(PACKAGE_ROOT, 'src'));

  // A sentence that was changed where it is written would be found no more, and the page would show it in Vietnamese.
  it('are of sentences that the service says', () => {
    const unsaid = Object.keys(messages).filter((sentence) =>
      piecesOf(sentence).some((piece) => !sources.includes(piece)),
    );
    expect(unsaid).toEqual([]);
  });

  it('name texts that are there, and fill what is there to fill', () => {
    expect(texts.filter((key) => !locale.has(key))).toEqual([]);
    const places = (words: string): string[] => words.match(/\{\w+\}/g) ?? [];
    const unfilled = Object.entries(messages).filter(([sentence, words]) =>
      places(words).some((place) => !places(sentence).includes(place)),
    );
    expect(unfilled).toEqual([]);
  });
});

/** Everything the service says stands in here. */
function sourcesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
    .replace(/\\'/g, "'");
}

/** What of a sentence the source holds in one piece: what is put in, and the parts it is put together from, are not. */
function piecesOf(sentence: string): string[] {
  return sentence
    .split(/\{\w+\}|(?<=[.:;]) |(?<=”),? |\d[\d.]*/)
    .map((piece) => piece.replace(/^[\s.,;:“”()]+|[\s.,;:“”()]+$/g, ''))
    .filter((piece) => piece.length > 3);
}

describe('texts', () => {
  it('in English have no key that is not there in Vietnamese', () => {
    const english = Locale.load(join(FOLDER, 'locales'), 'en');
    expect(english.keys().filter((key) => !locale.has(key))).toEqual([]);
  });

  it('escape what is put into markup', () => {
    const page = templates.render(
      'portal/error',
      { status: 404, title: '<script>x</script>', errors: [], broken: false, requestId: '' },
      { csrf: null, viewer: null, path: '/' },
    );
    expect(page).toContain('&lt;script&gt;x&lt;/script&gt;');
    expect(page).not.toContain('<script>x');
  });
});

describe('a mistake in a template stops the start', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'templates-'));
    mkdirSync(join(folder, 'mail'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const load = (name: string, source: string) => {
    const file = join(folder, `${name}.hbs`);
    writeFileSync(file, source);
    try {
      return Templates.load(folder, locale, assets);
    } finally {
      rmSync(file);
    }
  };

  it.each([
    ['a block that is not closed', 'x', '{{#if a}}', /x\.hbs: Parse error/],
    ['an unknown helper', 'x', '{{shout a}}', /unknown helper shout/],
    ['a text that does not exist', 'x', "\n{{t 'no.such.text'}}", /x\.hbs: line 2: no text "no\.such\.text"/],
    ['a text without its value', 'x', "{{t 'portal.held'}}", /needs time=…/],
    ['markup shown by t', 'x', "{{t 'portal.send.consent_html'}}", /shown by tHtml/],
    ['an unknown icon', 'x', "{{icon 'unicorn'}}", /no icon "unicorn"/],
    ['an unknown partial', 'x', '{{> partials/nowhere}}', /no partial "partials\/nowhere"/],
    ['an unknown asset', 'x', "{{asset 'css/none.css'}}", /no asset "css\/none\.css"/],
    ['unescaped output', 'x', '{{{words}}}', /unescaped output/],
    ['unescaped output inside a block', 'x', '{{#each list}}{{&words}}{{/each}}', /unescaped output/],
    ['markup in plain text', 'mail/text', "{{icon 'check'}}", /gives markup/],
  ])('%s', (_, name, source, message) => {
    expect(() => load(name, source)).toThrow(message);
  });

  it('lists all mistakes at once', () => {
    expect(() => load('x', "{{icon 'unicorn'}}{{t 'nothing'}}")).toThrow(/unicorn.*nothing/s);
  });

  it('a value that a page names and does not get is an error that names the template', () => {
    expect(() => load('x', '{{words}}').render('x', {})).toThrow(/template "x": .*words/s);
  });

  it('plain text is not escaped, HTML is', () => {
    expect(load('mail/text', '{{words}}').render('mail/text', { words: 'a < b & c' })).toBe('a < b & c');
    expect(load('mail/html', '{{words}}').render('mail/html', { words: 'a < b & c' })).toBe('a &lt; b &amp; c');
  });

  it('a part of a page is escaped, whatever it is called', () => {
    mkdirSync(join(folder, 'partials'));
    writeFileSync(join(folder, 'partials', 'text.hbs'), '{{words}}');
    const page = load('page', '{{> partials/text}}').render('page', { words: 'a < b' });
    rmSync(join(folder, 'partials'), { recursive: true });
    expect(page).toBe('a &lt; b');
  });
});
