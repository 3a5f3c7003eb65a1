import { Injectable } from '@nestjs/common';
import { Directory, type Province } from '../agencies/index.js';
import type { Locale } from '../platform/templates/index.js';
import { Catalog } from '../routing/index.js';

/** What the codes in the public copies are called today. */
@Injectable()
export class PublicNames {
  constructor(
    private readonly directory: Directory,
    private readonly catalog: Catalog,
  ) {}

  ward(code: string): string | null {
    const unit = this.directory.unit(code);
    return unit === null || unit.kind === 'province' ? null : unit.name;
  }

  /** Also of an agency that has ended: what it answered is read still. */
  agency(code: string): string | null {
    return this.directory.agency(code)?.name ?? null;
  }

  field(code: string): string | null {
    return this.fields().find((field) => String(field.code) === code)?.name ?? null;
  }

  /** The fields of the catalogue, in its order. */
  fields(texts: Locale | null = null): { readonly code: number; readonly name: string }[] {
    const fields = new Map(this.catalog.categories().map(({ field, fieldName }) => [field, fieldName]));
    return [...fields]
      .map(([code, name]) => ({ code, name: texts === null ? name : texts.name('field', code, name) }))
      .sort((a, b) => a.code - b.code);
  }
}

/** Whom to name as the source of what is taken away. */
export function publisherOf({ openData, officialName }: Province): string {
  return openData.publisher ?? officialName;
}
