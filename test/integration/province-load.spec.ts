import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  agenciesEntities,
  agenciesPart,
  changesIn,
  Directory,
  loadProvince,
  ProvinceFilesError,
  ProvinceLoader,
} from '../../src/agencies/index.js';
import { AgencyRow, WardPolygonRow } from '../../src/agencies/entities.js';
import type { Config } from '../../src/platform/config/index.js';
import { UnitOfWork } from '../../src/platform/database/index.js';
import { Catalog, Router, routingEntities, routingPart } from '../../src/routing/index.js';
import { RoutingRuleRow } from '../../src/routing/entities.js';
import { createTestDatabase, ENGINE, FixedClock, openDatabase, type TestDatabase } from '../support/index.js';

const DEFAULT = join(process.cwd(), 'provinces', 'dong-nai');
const entities = [...agenciesEntities, ...routingEntities];
const parts = [agenciesPart, routingPart];

jest.setTimeout(120_000);

let database: TestDatabase;
let folder: string;
let loader: ProvinceLoader;
const clock = new FixedClock('2026-11-23 08:00');

const loaderOn = (unitOfWork: UnitOfWork, reader: TestDatabase['reader']): ProvinceLoader =>
  new ProvinceLoader({ provinceDir: folder } as Config, unitOfWork, reader, clock);

/** Rewrites one file of the folder. */
function edit(file: string, change: (text: string) => string): void {
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

async function problemsOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ProvinceFilesError);
  return (error as ProvinceFilesError).message.split('\n');
}

function restore(): void {
  cpSync(DEFAULT, folder, { recursive: true });
}

beforeAll(async () => {
  database = await createTestDatabase({ entities });
  folder = mkdtempSync(join(tmpdir(), 'province-'));
  restore();
  loader = loaderOn(database.unitOfWork, database.reader);
});

afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('loading the province', () => {
  it('fills an empty database, and changes nothing the second time', async () => {
    const first = await loader.load(parts);
    expect(Object.fromEntries(first.tables.map(({ table, inserted }) => [table, inserted]))).toEqual({
      administrative_unit: 96,
      former_unit: 271,
      ward_polygon: 95,
      agency: 217,
      category: 50,
      routing_rule: 50,
    });
    expect(changesIn(await loader.load(parts))).toBe(0);
  });

  it('does nothing at start while the files are the same, and loads again when they are not', async () => {
    expect(await loader.loadIfChanged(agenciesPart)).toBeNull();
    edit('agencies.csv', (text) => text.replace('Hải quan,Hải quan,', 'Hải quan khu vực,Hải quan,'));
    const report = await loader.loadIfChanged(agenciesPart);
    expect(report?.tables.find(({ table }) => table === 'agency')).toMatchObject({
      inserted: 0,
      updated: 1,
      closed: 0,
    });
    expect(await loader.loadIfChanged(agenciesPart)).toBeNull();
  });

  it('ends what is gone instead of deleting it, once, and takes it back', async () => {
    restore();
    edit('agencies.csv', (text) => text.replace(/^KBNN,.*\n/m, ''));
    edit('province.json', (text) => text.replace(/^.*"KBNN".*\n/m, ''));
    const report = await loader.load([agenciesPart]);
    expect(report.tables.find(({ table }) => table === 'agency')).toMatchObject({ updated: 1, closed: 1 });
    const row = await database.rows.findOneByOrFail(AgencyRow, { code: 'KBNN' });
    expect(row).toMatchObject({ validFrom: '2025-07-01', validTo: '2026-11-23' });
    expect(changesIn(await loader.load([agenciesPart]))).toBe(0);

    const directory = new Directory(database.reader, clock, loadProvince(folder));
    await directory.reload();
    expect(directory.agency('KBNN')?.name).toBe('Kho bạc Nhà nước');
    expect(directory.agencies().some(({ code }) => code === 'KBNN')).toBe(false);

    restore();
    await loader.load([agenciesPart]);
    expect(await database.rows.findOneByOrFail(AgencyRow, { code: 'KBNN' })).toMatchObject({ validTo: null });
  });

  it('tolerates a byte order mark and CRLF', async () => {
    restore();
    edit('agencies.csv', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`);
    edit('categories.csv', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`);
    expect(changesIn(await loader.load(parts))).toBe(0);
  });

  it('names file, line and field of everything that is wrong, and loads nothing', async () => {
    restore();
    edit('agencies.csv', (text) =>
      text.replace('STP,Sở Tư pháp,Sở Tư pháp,department,UBND', 'STP,,Sở Tư pháp,depart,UBNX'),
    );
    edit('categories.csv', (text) =>
      text
        .replace('Hồ sơ trễ hạn,K5', 'Hồ sơ trễ hạn,K9')
        .replace(/^(ht-cap-nuoc.*)$/m, '$1\n$1')
        .replace('Trợ cấp xã hội,K4,ward,', 'Trợ cấp xã hội,K4,phuong,'),
    );
    edit('former-units.csv', (text) => text.replace('25234,25231', '25234,99999'));
    edit('wards.geojson', (text) => text.replace('"code":"25195"', '"code":"11111"'));
    edit('province.json', (text) => text.replace(/("topLevelSuperior"[^}]*?)"TTRA"/, '$1"TTRX"'));
    const before = await database.rows.find(AgencyRow);
    expect((await problemsOf(loader.load(parts))).sort()).toEqual([
      'agencies.csv, dòng 8, cột kind: chỉ nhận government, office, centre, department, vertical, utility, ward, ward-police',
      'agencies.csv, dòng 8, cột name: không được để trống',
      'categories.csv, dòng 2, cột sla_class: không có hạng thời hạn "K9"',
      'categories.csv, dòng 22, cột code: "ht-cap-nuoc" đã có ở dòng 21',
      'categories.csv, dòng 42, cột lead: không có cơ quan hoặc cách chọn chủ trì "phuong"',
      // The reference is wrong because its row is: both are told.
      'categories.csv, dòng 51, cột lead: không có cơ quan hoặc cách chọn chủ trì "STP"',
      'former-units.csv, dòng 2, cột unit_code: không có đơn vị "99999"',
      'province.json, cột topLevelSuperior.government: không có cơ quan "TTRX" trong agencies.csv',
      'wards.geojson, cột features.0.properties.code: không có phường, xã "11111"',
      'wards.geojson: thiếu hình của Phường Bình Phước (25195)',
    ]);
    expect(await database.rows.find(AgencyRow)).toEqual(before);
  });

  it.each<[string, string, (text: string) => string, string]>([
    [
      'a missing column',
      'agencies.csv',
      (text) => text.replace('code,name,short_name', 'code,name,short'),
      'agencies.csv, dòng 1, cột short_name: thiếu cột này',
    ],
    [
      'a circle of parents',
      'agencies.csv',
      (text) => text.replace('government,,D', 'government,SXD,D'),
      'agencies.csv, dòng 2, cột parent_code: cấp trên đi thành vòng tròn',
    ],
    ['a broken line', 'agencies.csv', (text) => `${text}X,"chưa đóng\n`, 'agencies.csv, dòng 29: không đọc được'],
    ['no JSON', 'province.json', (text) => text.slice(5), 'province.json: không phải JSON đúng'],
    ['an unknown setting', 'province.json', (text) => text.replace('{', '{ "wrong": 1,'), 'province.json'],
  ])('says what is wrong: %s', async (_, file, change, message) => {
    restore();
    edit(file, change);
    const problems = await problemsOf(loader.load(parts));
    expect(problems.filter((problem) => problem.startsWith(message))).not.toEqual([]);
  });

  it('two processes that start on an empty database at once load it once', async () => {
    restore();
    const fresh = await createTestDatabase({ entities });
    const other = await openDatabase(fresh, entities);
    try {
      const loaders = [loaderOn(fresh.unitOfWork, fresh.reader), loaderOn(other.unitOfWork, other.reader)];
      const load = (one: ProvinceLoader) => one.loadIfChanged(agenciesPart);
      // A SQLite file belongs to one process: there the second one only starts after the first.
      if (ENGINE === 'mariadb') await Promise.all(loaders.map(load));
      else for (const one of loaders) await load(one);
      expect(await fresh.rows.count(AgencyRow)).toBe(217);
      expect(await fresh.rows.count(WardPolygonRow)).toBe(95);
    } finally {
      await other.close();
      await fresh.drop();
    }
  });
});

describe('versions of rules', () => {
  const categories = (change: (text: string) => string): void => {
    restore();
    edit('categories.csv', change);
  };
  const light = /^ht-chieu-sang,.*$/m;
  const moved = (text: string): string =>
    text.replace(light, (line) => line.replace(',K2,ward,', ',K2,SXD,').replace(',1,2025-07-01', ',2,2027-01-01'));

  it('refuse to say something else under the same number', async () => {
    categories((text) => text.replace(light, (line) => line.replace(',K2,ward,', ',K2,SXD,')));
    expect(await problemsOf(loader.load(parts))).toEqual([
      'categories.csv, dòng 20: quy tắc ht-chieu-sang bản 1 đã dùng với nội dung khác; xin tăng số bản và ghi ngày bắt đầu mới',
    ]);
  });

  it('follow each other on the day said, and the router goes by the day', async () => {
    categories(moved);
    const report = await loader.load(parts);
    expect(report.tables.find(({ table }) => table === 'routing_rule')).toMatchObject({
      inserted: 1,
      updated: 1,
      closed: 0,
    });
    expect(await database.rows.findOneByOrFail(RoutingRuleRow, { id: 'ht-chieu-sang', version: 1 })).toMatchObject({
      validTo: '2027-01-01',
    });
    expect(changesIn(await loader.load(parts))).toBe(0);

    const directory = new Directory(database.reader, clock, loadProvince(folder));
    await directory.reload();
    const catalog = new Catalog(database.reader, directory);
    await catalog.reload();
    const router = new Router(catalog, directory);
    const ask = { categoryCode: 'ht-chieu-sang', wardCode: '25993', subjectAgencyCode: null };
    expect(router.route({ ...ask, on: '2026-12-31' })).toMatchObject({ leadAgencyCode: 'UBND-25993', ruleVersion: 1 });
    expect(router.route({ ...ask, on: '2027-01-01' })).toMatchObject({ leadAgencyCode: 'SXD', ruleVersion: 2 });
  });
});
