import { Injectable } from '@nestjs/common';
import { Catalog, GUIDED_CLASS } from '../routing/index.js';
import type { CategoryFacts } from './domain/open.js';

/** The catalogue's categories, as far as a ticket's decisions need them. */
@Injectable()
export class TicketCategories {
  constructor(private readonly catalog: Catalog) {}

  /** null for no category, and for one that does not exist. */
  find(code: string | null): CategoryFacts | null {
    return code === null ? null : this.catalog.category(code);
  }

  name(code: string): string {
    return this.catalog.category(code)?.name ?? code;
  }

  /** What an answer in this category must bring. */
  evidence(code: string | null): 'photo' | 'legal' | null {
    return code === null ? null : (this.catalog.category(code)?.evidence ?? null);
  }

  /** The category of complaints and denunciations: the one judged by their class. */
  guided(): CategoryFacts | null {
    return this.catalog.categories().find((category) => category.slaClass === GUIDED_CLASS) ?? null;
  }

  /** Whether the agency complained about never gets tickets of this category: it would judge itself. */
  neverToSubject(code: string): boolean {
    return this.catalog.category(code)?.neverToSubject ?? false;
  }
}
