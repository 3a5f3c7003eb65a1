import type { EntityManager } from 'typeorm';
import { managerOf } from '../platform/database/index.js';
import {
  AGENCIES_FILE,
  FORMER_FILE,
  readAgencies,
  readFormerUnits,
  readPolygons,
  readUnits,
  UNITS_FILE,
  WARDS_FILE,
  type AgenciesData,
} from './agencies-files.js';
import type { Agency } from './domain/agency.js';
import { AdministrativeUnitRow, AgencyRow, FormerUnitRow, WardPolygonRow } from './entities.js';
import type { ProvincePart } from './province-loader.js';
import { PROVINCE_FILE } from './province.js';
import { syncTable } from './table-sync.js';

/** Units, former units, polygons of the wards, and agencies. */
export const agenciesPart: ProvincePart<AgenciesData> = {
  name: 'agencies',
  version: 1,
  files: [PROVINCE_FILE, UNITS_FILE, FORMER_FILE, WARDS_FILE, AGENCIES_FILE],
  read: (files) => ({
    units: files.once(readUnits),
    formerUnits: files.once(readFormerUnits),
    polygons: files.once(readPolygons),
    agencies: files.once(readAgencies),
  }),
  async write(transaction, data, today) {
    const manager = managerOf(transaction);
    return [
      await syncTable(manager, { entity: AdministrativeUnitRow, key: ['code'], rows: data.units, today }),
      await syncTable(manager, {
        entity: FormerUnitRow,
        key: ['formerCode', 'unitCode'],
        rows: data.formerUnits,
        today,
      }),
      await syncTable(manager, { entity: WardPolygonRow, key: ['unitCode'], rows: data.polygons, today }),
      await syncTable(manager, {
        entity: AgencyRow,
        key: ['code'],
        rows: await withOrders(manager, data.agencies),
        today,
      }),
    ];
  },
};

/** The agencies of the files; what an order has ended, renamed or begun stays as the order left it. */
async function withOrders(manager: EntityManager, listed: readonly Agency[]): Promise<AgencyRow[]> {
  const ordered = await manager.findBy(AgencyRow, { origin: 'order' });
  const codes = new Set(ordered.map(({ code }) => code));
  const fromFiles = listed.filter(({ code }) => !codes.has(code));
  return [...fromFiles.map((agency) => ({ ...agency, origin: 'file' as const })), ...ordered];
}
