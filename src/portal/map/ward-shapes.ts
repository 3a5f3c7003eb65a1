import { Injectable } from '@nestjs/common';
import { Directory, wardMap, type WardMap } from '../../agencies/index.js';

/** About 150 m a step: a map to look at, not to measure on. */
const GRID = 800;

/** The province's own map, drawn once for as long as its wards stay the same. */
@Injectable()
export class WardShapes {
  private drawn: { readonly of: unknown; readonly map: WardMap } | null = null;

  constructor(private readonly directory: Directory) {}

  map(): WardMap {
    const areas = this.directory.wardAreas();
    if (this.drawn?.of !== areas) {
      const map = wardMap(areas, (code) => this.directory.unit(code)?.name ?? null, GRID);
      this.drawn = { of: areas, map };
    }
    return this.drawn.map;
  }
}
