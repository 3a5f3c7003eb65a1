import { Injectable } from '@nestjs/common';
import { Reader } from '../platform/database/index.js';

const COUNTED = {
  units: 'administrative_unit',
  polygons: 'ward_polygon',
  formerUnits: 'former_unit',
  agencies: 'agency',
  categories: 'category',
  rules: 'routing_rule',
  calendars: 'calendar',
  calendarDays: 'calendar_day',
} as const;

export type Counted = keyof typeof COUNTED;

/** A part of the province's files, and what it was last loaded from. */
export interface LoadedPart {
  readonly part: string;
  readonly contentHash: string;
  readonly loadedAt: Date;
}

export interface Configuration {
  readonly counts: Readonly<Record<Counted, number>>;
  readonly parts: readonly LoadedPart[];
  readonly slaVersion: number | null;
  readonly database: string;
}

/** What the service runs with, as it stands in the database. */
@Injectable()
export class ConfigurationQuery {
  constructor(private readonly reader: Reader) {}

  async read(): Promise<Configuration> {
    const { manager } = this.reader;
    const keys = Object.keys(COUNTED) as Counted[];
    const select = keys
      .map((key) => `select '${key}' as what, count(*) as entries from ${COUNTED[key]}`)
      .join(' union all ');
    const [rows, versions, parts] = await Promise.all([
      manager.query<{ what: Counted; entries: number | string }[]>(select),
      manager.query<{ version: number | null }[]>('select max(version) as version from sla_limit'),
      manager.find<LoadedPart>('province_load', { order: { part: 'ASC' } }),
    ]);
    const counts = Object.fromEntries(rows.map(({ what, entries }) => [what, Number(entries)])) as Record<
      Counted,
      number
    >;
    return {
      counts,
      parts,
      slaVersion: versions[0]?.version ?? null,
      database: manager.connection.options.type === 'mysql' ? 'MySQL / MariaDB' : 'SQLite',
    };
  }
}
