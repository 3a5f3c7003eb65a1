import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { detectBoundary } from '../intake/offline.js';
import { Catalog, type Category } from '../routing/index.js';
import { SlaPolicies } from '../sla/index.js';
import { CategoryWords } from './category-words.js';
import { favours } from './domain/favours.js';
import { suggestCategories } from './domain/suggest-categories.js';
import { suggestWards, type WardQuestion, type WardSuggestion } from './domain/suggest-wards.js';
import { Learning } from './learnt.js';

export interface SuggestInput {
  readonly words: string;
  readonly placeText: string | null;
  /** The agency complained about, by code or name as typed. */
  readonly subject: string | null;
}

export interface Suggested {
  readonly categories: readonly {
    readonly code: string;
    readonly name: string;
    readonly slaClass: string;
    /** The class as people read it. */
    readonly slaClassName: string;
    readonly reason: string;
    readonly score: number;
  }[];
  readonly wards: readonly WardSuggestion[];
  /** What to ask about the place before a ward can be chosen. */
  readonly askWard: WardQuestion | null;
  /** Of what was learnt, so that a strange suggestion can be explained later. */
  readonly version: string;
}

/** Characters that are listened to for danger, khiếu nại and tố cáo; intake listens to all when the report is recorded. */
const HEARD = 1_000;

/** What a report is probably about and where, while it is being typed. Reads memory only, keeps nothing. */
@Injectable()
export class Suggestions {
  constructor(
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly words: CategoryWords,
    private readonly learning: Learning,
    private readonly policies: SlaPolicies,
  ) {}

  suggest({ words, placeText, subject }: SuggestInput): Suggested {
    const { learnt } = this.learning;
    const favoured = favours(this.catalog.categories(), detectBoundary(words.slice(0, HEARD)), this.ledBy(subject));
    const categories = suggestCategories(this.words.rules(), learnt.model, words, favoured);
    const { wards, ask } = suggestWards(
      {
        findPlace: (text) => this.directory.findPlace(text),
        wardName: (code) => this.wardName(code),
        learnt: learnt.places,
      },
      { placeText: placeText ?? '', words },
    );
    return {
      categories: categories.flatMap(({ code, reason, score }) => {
        const category = this.catalog.category(code);
        if (category === null) return [];
        const { name, slaClass } = category;
        return [
          { code, name, slaClass, slaClassName: this.policies.className(slaClass), reason, score: rounded(score) },
        ];
      }),
      wards: wards.map((ward) => ({ ...ward, score: rounded(ward.score) })),
      askWard: ask,
      version: learnt.version,
    };
  }

  /** The categories that the agency named leads, or that are about an agency named. */
  private ledBy(subject: string | null): (category: Category) => boolean {
    const agency = subject === null ? null : (this.directory.agency(subject) ?? this.directory.agencyNamed(subject));
    return ({ lead, subjectRequired }) => agency !== null && (lead === agency.code || subjectRequired);
  }

  private wardName(code: string): string | null {
    return this.directory.wards().find((ward) => ward.code === code)?.name ?? null;
  }
}

const rounded = (score: number): number => Math.round(score * 1000) / 1000;
