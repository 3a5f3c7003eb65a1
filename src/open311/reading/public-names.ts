import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { Config } from '../../platform/config/index.js';
import { Catalog } from '../../routing/index.js';
import { interiorOf, type WardPoint } from '../domain/ward-point.js';
import type { Names } from '../domain/service-request.js';
import { UNKNOWN_SERVICE } from '../domain/service-type.js';

/** Names of what is public, as they are today. Reads memory only. */
@Injectable()
export class PublicNames implements Names {
  private points: { readonly of: object; readonly byWard: ReadonlyMap<string, WardPoint> } | null = null;

  constructor(
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly config: Config,
  ) {}

  service(code: string | null): { code: string; name: string } {
    if (code === null) return { code: UNKNOWN_SERVICE, name: 'Chưa rõ loại việc' };
    return { code, name: this.catalog.category(code)?.name ?? code };
  }

  agency(code: string): string {
    return this.directory.agency(code)?.name ?? code;
  }

  ward(code: string): string {
    const { displayName } = this.directory.province;
    const name = this.directory.unit(code)?.name;
    return name === undefined ? displayName : `${name}, ${displayName}`;
  }

  point(wardCode: string): WardPoint | null {
    return this.wardPoints().get(wardCode) ?? null;
  }

  /** One point for each ward in force; found once for as long as the wards are the same. */
  wardPoints(): ReadonlyMap<string, WardPoint> {
    const areas = this.directory.wardAreas();
    if (this.points?.of !== areas) this.points = { of: areas, byWard: interiorOf(areas) };
    return this.points.byWard;
  }

  page(code: string): string {
    return `${this.config.publicUrl}/da-cong-khai/${code}`;
  }

  photo(code: string, photoId: string): string {
    return `${this.page(code)}/anh/${photoId}`;
  }
}
