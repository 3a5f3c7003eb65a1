import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { fold } from '../kernel/index.js';
import { Catalog } from '../routing/index.js';
import type { SelectOption } from './form-field.js';

/** What staff choose from, and the codes behind the names they type. */
@Injectable()
export class Choices {
  constructor(
    private readonly directory: Directory,
    private readonly catalog: Catalog,
  ) {}

  /** All categories, by field; the first option stands for "none". */
  categories(selected: string, none: string): SelectOption[] {
    const options = this.catalog.categories().map((category) => ({
      value: category.code,
      label: `${category.fieldName}: ${category.name}`,
      selected: category.code === selected,
      subject: category.subjectRequired,
    }));
    return [{ value: '', label: none, selected: selected === '', subject: false }, ...options];
  }

  /** Whether a kind of matter asks for the agency complained about. */
  needsSubject(categoryCode: string): boolean {
    return categoryCode !== '' && this.catalog.category(categoryCode)?.subjectRequired === true;
  }

  wardNames(): string[] {
    return this.directory.wards().map((ward) => ward.name);
  }

  agencyNames(): string[] {
    return this.directory.agencies().map((agency) => agency.name);
  }

  /** The ward that a text names; null when none or several could be meant. */
  wardCode(typed: string): string | null {
    const match = this.directory.findPlace(typed);
    return match.kind === 'ward' ? match.wardCode : null;
  }

  /** The agency that a text names in full, in short or by code; null when none or several could be meant. */
  agencyCode(typed: string): string | null {
    const wanted = fold(typed);
    const named = this.directory
      .agencies()
      .filter(({ code, name, shortName }) => [code, name, shortName].some((known) => fold(known) === wanted));
    if (named.length === 1) return named[0]?.code ?? null;
    const suggested = this.directory.suggestAgencies(typed, 2);
    return suggested.length === 1 ? (suggested[0]?.code ?? null) : null;
  }
}
