import { Injectable } from '@nestjs/common';
import { Directory, type AdministrativeUnit } from '../agencies/index.js';

export interface SaidPlace {
  /** Chosen from the list, or by a coordinator; wins over everything else. */
  readonly wardCode: string | null;
  readonly point: { readonly lat: number; readonly lng: number } | null;
  /** Typed texts, the likeliest to name the ward first. */
  readonly texts: readonly string[];
}

export interface LocatedPlace {
  readonly ward: AdministrativeUnit | null;
  readonly by: 'chosen' | 'point' | 'text' | null;
  /** Wards it could be when the text does not decide. */
  readonly candidates: readonly AdministrativeUnit[];
  /** A point was given and lies outside the province. */
  readonly outside: boolean;
}

/** Finds the ward: the chosen one, else that of the point, else the one a typed name leads to. */
@Injectable()
export class Places {
  constructor(private readonly directory: Directory) {}

  /** Whether a code is that of a ward in force. */
  isWard(code: string): boolean {
    return this.directory.wards().some((ward) => ward.code === code);
  }

  locate(place: SaidPlace): LocatedPlace {
    const chosen = place.wardCode === null ? null : this.directory.unit(place.wardCode);
    const atPoint = place.point === null ? null : this.directory.wardAt(place.point.lat, place.point.lng);
    const outside = place.point !== null && atPoint === null;
    if (chosen !== null) return { ward: chosen, by: 'chosen', candidates: [], outside };
    if (atPoint !== null) return { ward: atPoint, by: 'point', candidates: [], outside };
    return { ...this.named(place.texts), outside };
  }

  private named(texts: readonly string[]): Omit<LocatedPlace, 'outside'> {
    let candidates: readonly AdministrativeUnit[] = [];
    for (const text of texts) {
      const match = this.directory.findPlace(text);
      if (match.kind === 'ward') return { ward: this.directory.unit(match.wardCode), by: 'text', candidates: [] };
      if (match.kind === 'ambiguous' && candidates.length === 0) {
        candidates = match.candidates.map((code) => this.directory.unit(code)).filter((unit) => unit !== null);
      }
    }
    return { ward: null, by: null, candidates };
  }
}
