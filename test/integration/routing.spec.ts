import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Directory } from '../../src/agencies/index.js';
import { Catalog, checkRoutes, lookupOn, Router } from '../../src/routing/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { visitor } from '../support/agent.js';

jest.setTimeout(120_000);

let app: TestApp;
const on = '2026-11-23';

beforeAll(async () => {
  app = await createTestApp();
});

afterAll(async () => {
  await app.close();
});

describe('the catalogue', () => {
  it('has 50 categories in ten fields, in the order of the file', () => {
    const categories = app.get(Catalog).categories();
    expect(categories).toHaveLength(50);
    expect(new Set(categories.map(({ field }) => field)).size).toBe(10);
    expect(categories[0]).toMatchObject({
      code: 'tthc-tre-han',
      subjectRequired: true,
      anonymousAllowed: false,
      evidence: null,
    });
    expect(app.get(Catalog).category('gt-mat-duong')).toMatchObject({
      slaClass: 'K2',
      lead: 'ward',
      evidence: 'photo',
      publicByDefault: true,
    });
    expect(app.get(Catalog).category('khong-co')).toBeNull();
  });

  it('is public', async () => {
    const answer = await visitor(app).get('/api/v1/categories');
    expect(answer.status).toBe(200);
    expect((answer.body as { categories: object[] }).categories).toHaveLength(50);
  });
});

describe('routing with the default rules', () => {
  it.each([
    ['gt-mat-duong', '25993', null, 'UBND-25993', 'K2'],
    ['an-trat-tu', '25993', null, 'CA-25993', 'K2'],
    ['gt-den-bien', null, null, 'SXD', 'K2'],
    ['tthc-tre-han', null, 'VPDKDD', 'VPDKDD', 'K5'],
    ['cbcc-thai-do', null, 'UBND-25993', 'UBND', 'K5'],
    ['cbcc-thai-do', '25993', 'CA-25993', 'CATP', 'K5'],
    ['cbcc-nhung-nhieu', null, 'THUE', 'UBND', 'K5'],
    ['cbcc-nhung-nhieu', null, 'UBND', 'TTRA', 'K5'],
    ['khac-kntc', null, null, 'TD1022', 'K6'],
    ['khac-kntc', null, 'TD1022', 'TTPVHCC', 'K6'],
  ])('%s in %s about %s is led by %s', (categoryCode, wardCode, subjectAgencyCode, lead, slaClass) => {
    const decision = app.get(Router).route({ categoryCode, wardCode, subjectAgencyCode, on });
    expect(decision).toMatchObject({
      leadAgencyCode: lead,
      slaClass,
      ruleId: categoryCode,
      ruleVersion: 1,
      missing: null,
    });
  });

  it('says why', () => {
    const decision = app
      .get(Router)
      .route({ categoryCode: 'gt-mat-duong', wardCode: '25993', subjectAgencyCode: null, on });
    expect(decision.reason).toBe(
      'Mặt đường hư hỏng, ổ gà ở Phường Trảng Dài do UBND phường Trảng Dài chủ trì (quy tắc gt-mat-duong, bản 1, từ 01/07/2025).',
    );
  });

  it('names exactly one lead for every category, ward and kind of subject', () => {
    const directory = app.get(Directory);
    const check = checkRoutes({
      table: app.get(Catalog).table,
      lookup: lookupOn(directory, on),
      wards: directory.wards(),
      agencies: directory.agencies(),
      on,
    });
    expect(check.faults).toEqual([]);
    // 41 categories without a subject; 9 with one, about eight kinds of agency.
    expect(check.routes).toHaveLength(95 * (41 + 9 * 8));
  });
});
