import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { Catalog } from '../routing/index.js';
import type { SelectOption } from './form-field.js';

/** What nothing is called by. */
const NOTHING = '?';

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
    return this.directory.agencyNames();
  }

  /** The ward that a text names; null when none or several could be meant. */
  wardCode(typed: string): string | null {
    const match = this.directory.findPlace(typed);
    return match.kind === 'ward' ? match.wardCode : null;
  }

  /** The agency that a text names in full, in short, by code or by a name of before; null when none or several could be meant. */
  agencyCode(typed: string): string | null {
    return this.directory.agencyNamed(typed)?.code ?? null;
  }

  /**
   * The same for a field of a form; '' for nothing typed. For a text that names none it is what no agency is
   * called by, so that the command refuses it together with all else that is wrong.
   */
  typedAgency(typed: string): string {
    return typed.trim() === '' ? '' : (this.agencyCode(typed) ?? NOTHING);
  }

  /** The same for a ward. */
  typedWard(typed: string): string {
    return typed.trim() === '' ? '' : (this.wardCode(typed) ?? NOTHING);
  }
}
