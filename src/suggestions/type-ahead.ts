import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { Catalog } from '../routing/index.js';
import { CategoryWords } from './category-words.js';
import { typeAhead, typeAheadList, type Findable, type TypeAheadList } from './domain/type-ahead.js';
import { Learning } from './learnt.js';

export const TYPE_AHEAD_KINDS = ['category', 'ward', 'agency', 'place'] as const;

export type TypeAheadKind = (typeof TYPE_AHEAD_KINDS)[number];

/** Phrases below this weight lead to too many categories to be typed for one. */
const TELLING = 5;

/** Finds categories, wards, agencies and learnt places by the letters typed so far. */
@Injectable()
export class TypeAhead {
  private readonly lists = new Map<TypeAheadKind, { readonly of: unknown; readonly list: TypeAheadList }>();

  constructor(
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly words: CategoryWords,
    private readonly learning: Learning,
  ) {}

  find(kind: TypeAheadKind, query: string, limit: number): Findable[] {
    return typeAhead(this.list(kind), query, limit);
  }

  /** The list of a kind, prepared anew only when what it is made of has changed. */
  private list(kind: TypeAheadKind): TypeAheadList {
    switch (kind) {
      case 'category':
        return this.prepared(kind, this.words.rules(), () => this.categories());
      case 'ward':
        return this.prepared(kind, this.directory.placeNames(), () => this.wards());
      case 'agency':
        return this.prepared(kind, this.directory.agencies(), () => this.agencies());
      case 'place':
        return this.prepared(kind, this.learning.learnt, () => this.places());
    }
  }

  private prepared(kind: TypeAheadKind, of: unknown, items: () => Findable[]): TypeAheadList {
    const known = this.lists.get(kind);
    if (known !== undefined && known.of === of) return known.list;
    const list = typeAheadList(items());
    this.lists.set(kind, { of, list });
    return list;
  }

  private categories(): Findable[] {
    const categories = this.catalog.categories();
    const byCode = new Map(categories.map((category) => [category.code, category]));
    const byPhrase = this.words.phrases.flatMap(({ category: code, phrase, weight }) => {
      const category = byCode.get(code);
      if (category === undefined || weight < TELLING || /[*/]/u.test(phrase)) return [];
      return [{ code, text: category.name, detail: phrase, searched: phrase, minor: true }];
    });
    return [...categories.map(({ code, name, fieldName }) => ({ code, text: name, detail: fieldName })), ...byPhrase];
  }

  private wards(): Findable[] {
    return this.directory.placeNames().map(({ wardCode, wardName, text, former }) => ({
      code: wardCode,
      text: wardName,
      detail: former ? `tên trước đây: ${text}` : null,
      searched: text,
      minor: former,
    }));
  }

  private agencies(): Findable[] {
    return this.directory.agencies().flatMap((agency) => {
      const { code, name, shortName } = agency;
      const former = this.directory.formerNamesOf(code);
      return [
        { code, text: name, detail: null },
        ...[shortName, code].map((searched) => ({ code, text: name, detail: null, searched })),
        ...former.map((searched) => ({
          code,
          text: name,
          detail: `tên trước đây: ${searched}`,
          searched,
          minor: true,
        })),
      ];
    });
  }

  private places(): Findable[] {
    return [...this.learning.learnt.places.values()].map(({ text, wardCode }) => ({
      code: wardCode,
      text,
      detail: this.directory.unit(wardCode)?.name ?? null,
    }));
  }
}
