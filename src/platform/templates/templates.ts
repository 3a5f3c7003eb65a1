import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import Handlebars from 'handlebars';
import type { AssetStore } from '../assets/index.js';
import { mistakesIn, type Known } from './check.js';
import { helpersFor } from './helpers.js';
import type { Locale } from './locale.js';

/**
 * The compiled templates. A template's name is its path below `templates/` without ".hbs":
 * "portal/home", "email/ticket-received/text". Those in `layouts/` and `partials/` are partials.
 * Templates called `text` or `subject` make plain text; all others make HTML, and escape.
 *
 * All is read, parsed and checked at start, so that a mistake stops the start and not a visitor; each is compiled
 * when it is first shown, which takes a few milliseconds, and all together a second.
 */
export class Templates {
  private constructor(private readonly compiled: ReadonlyMap<string, Handlebars.TemplateDelegate>) {}

  /** @throws Error listing every mistake with file and line. */
  static load(folder: string, locale: Locale, assets: AssetStore): Templates {
    const files = templateFiles(folder);
    const helpers = helpersFor(locale, assets);
    const known: Known = {
      locale,
      icons: assets.icons,
      templates: new Set(files.keys()),
      hasAsset: (name) => assets.has(name),
      helpers: new Set([...BUILT_IN, ...Object.keys(helpers)]),
    };
    const handlebars = Handlebars.create();
    for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, helper);
    const knownHelpers = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]));

    const compiled = new Map<string, Handlebars.TemplateDelegate>();
    const mistakes: string[] = [];
    for (const [name, file] of files) {
      const plainText = isPlainText(name);
      const options = { strict: true, knownHelpers, knownHelpersOnly: true, noEscape: plainText, preventIndent: true };
      try {
        const ast = handlebars.parse(readFileSync(file, 'utf8'));
        mistakes.push(...mistakesIn(ast, plainText, known).map((mistake) => `${file}: ${mistake}`));
        compiled.set(name, handlebars.compile(ast, options));
      } catch (error) {
        mistakes.push(`${file}: ${error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error)}`);
      }
    }
    if (mistakes.length > 0) throw new Error(`templates: ${mistakes.join('; ')}`);
    for (const [name, template] of compiled) if (isPartial(name)) handlebars.registerPartial(name, template);
    return new Templates(compiled);
  }

  /** All templates but layouts and partials. */
  names(): string[] {
    return [...this.compiled.keys()].filter((name) => !isPartial(name));
  }

  has(name: string): boolean {
    return this.compiled.has(name);
  }

  /**
   * @param model what the template shows; a value it names but does not get is an error.
   * @param data values for all pages, reached as `@name` from every partial too.
   * @throws Error naming the template: a mistake of ours, never of the visitor's.
   */
  render(name: string, model: object, data: Readonly<Record<string, unknown>> = {}): string {
    const template = this.compiled.get(name);
    if (template === undefined) throw new Error(`no template "${name}"`);
    try {
      return template(model, { data: { ...data } });
    } catch (error) {
      throw new Error(`template "${name}": ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}

/** Helpers that every Handlebars has, as far as the templates may use them. */
const BUILT_IN = ['if', 'unless', 'each', 'with', 'lookup'];

/** Of a mail or a letter. A part of a page may be called so, too, and is markup: unescaped it would carry a stranger's. */
function isPlainText(name: string): boolean {
  return ['text', 'subject'].includes(basename(name)) && !isPartial(name);
}

function isPartial(name: string): boolean {
  return name.startsWith('layouts/') || name.startsWith('partials/') || name.includes('/partials/');
}

function templateFiles(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!entry.endsWith('.hbs')) continue;
    const file = join(folder, entry);
    files.set(relative(folder, file).slice(0, -'.hbs'.length).split(sep).join('/'), file);
  }
  return files;
}
