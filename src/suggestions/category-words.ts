import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/index.js';
import { Catalog } from '../routing/index.js';
import { categoryRules, type CategoryRules } from './domain/suggest-categories.js';
import type { CategoryPhrase } from './domain/phrase-rules.js';
import { loadWords, type CategoryScript } from './words-files.js';

/**
 * What people say when they mean a category, and what operators ask then: read from the province's files at
 * start, as `province.json` is; nothing points at a line of them, so that no table keeps them.
 */
@Injectable()
export class CategoryWords {
  readonly phrases: readonly CategoryPhrase[];
  private readonly scripts: ReadonlyMap<string, CategoryScript>;
  private compiled: { readonly of: string; readonly rules: CategoryRules } | null = null;

  /** @throws ProvinceFilesError with every wrong line of the files. */
  constructor(
    config: Config,
    private readonly catalog: Catalog,
  ) {
    const { phrases, scripts } = loadWords(config.provinceDir);
    this.phrases = phrases;
    this.scripts = new Map(scripts.map((script) => [script.category, script]));
  }

  /** The rules for the categories in force. */
  rules(): CategoryRules {
    const categories = this.catalog.categories();
    const of = categories.map(({ code, name }) => `${code} ${name}`).join('\n');
    if (this.compiled?.of !== of) this.compiled = { of, rules: categoryRules(categories, this.phrases) };
    return this.compiled.rules;
  }

  script(category: string): CategoryScript | null {
    return this.scripts.get(category) ?? null;
  }
}
