import { describe, expect, it } from '@jest/globals';
import type { Category } from './category.js';
import { decide, type AgencyLookup, type RouteQuestion, type RoutingTable } from './decide.js';
import type { RoutingRule } from './rule.js';

const category = (code: string, lead: string, over: Partial<Category> = {}): Category => ({
  code,
  field: 6,
  fieldName: 'Giao thông',
  name: 'Mặt đường hư hỏng',
  slaClass: 'K2',
  lead,
  subjectRequired: false,
  neverToSubject: false,
  anonymousAllowed: true,
  publicByDefault: true,
  evidence: null,
  validFrom: '2025-07-01',
  validTo: null,
  ...over,
});

const categories = [
  category('duong', 'ward'),
  category('den', 'SXD', { name: 'Đèn tín hiệu' }),
  category('trat-tu', 'ward-police', { name: 'Mất trật tự' }),
  category('ho-so', 'subject', { name: 'Hồ sơ trễ hạn', subjectRequired: true }),
  category('thai-do', 'superior-of-subject', { name: 'Thái độ phục vụ', subjectRequired: true, neverToSubject: true }),
  category('to-cao', 'TD1022', { name: 'Khiếu nại, tố cáo', neverToSubject: true, slaClass: 'K6' }),
  category('het-han', 'SXD', { validTo: '2026-01-01' }),
  category('chua-quy-tac', 'SXD', { name: 'Việc mới' }),
];

const rule = (of: Category, over: Partial<RoutingRule> = {}): RoutingRule => ({
  id: of.code,
  version: 1,
  categoryCode: of.code,
  wardCode: null,
  subject: null,
  lead: of.lead,
  supporting: [],
  slaClass: null,
  validFrom: '2026-07-01',
  validTo: null,
  ...over,
});

const special = { supporting: ['ward', 'ward-police', 'SXD'], slaClass: 'K1' };
const table: RoutingTable = {
  categories: new Map(categories.map((one) => [one.code, one])),
  rules: [
    ...categories.filter(({ code }) => code !== 'chua-quy-tac').map((one) => rule(one)),
    { ...rule(categories[1] as Category, special), id: 'den-w2', wardCode: 'w2' },
    { ...rule(categories[4] as Category), id: 'thai-do-td', subject: 'TD1022', lead: 'TD1022' },
  ],
};

const agency = (code: string, shortName: string, kind: string) => ({ code, shortName, kind });
const agencies = new Map(
  [
    agency('SXD', 'Sở Xây dựng', 'department'),
    agency('UBND', 'UBND thành phố', 'government'),
    agency('TD1022', 'Tổng đài 1022', 'centre'),
    agency('TT', 'Trung tâm HCC', 'centre'),
    agency('THUE', 'Thuế', 'vertical'),
    agency('CU', 'Trung tâm cũ', 'centre'),
    ...['w1', 'w2'].flatMap((w) => [
      agency(`UBND-${w}`, `UBND phường ${w}`, 'ward'),
      agency(`CA-${w}`, `Công an phường ${w}`, 'ward-police'),
    ]),
  ].map((one) => [one.code, one]),
);
const parents: Record<string, string> = { SXD: 'UBND', TD1022: 'TT', CU: 'TT', 'UBND-w1': 'UBND' };
const lookup: AgencyLookup = {
  agency: (code) => agencies.get(code) ?? null,
  wardAgency: (ward) => agencies.get(`UBND-${ward}`) ?? null,
  // The centre was taken from CU.
  isKin: (code, other) => code === other || [code, other].sort().join() === 'CU,TD1022',
  wardPolice: (ward) => agencies.get(`CA-${ward}`) ?? null,
  superiorOf: (code) => agencies.get(parents[code] ?? '') ?? null,
  wardName: (ward) => (['w1', 'w2'].includes(ward) ? `Phường ${ward}` : null),
};

const ask = (over: Partial<RouteQuestion>) =>
  decide(table, lookup, { categoryCode: 'duong', wardCode: 'w1', subjectAgencyCode: null, on: '2026-11-23', ...over });

describe('the lead', () => {
  it.each<[string, Partial<RouteQuestion>, string]>([
    ['the committee of the ward', {}, 'UBND-w1'],
    ['the police of the ward', { categoryCode: 'trat-tu' }, 'CA-w1'],
    ['a named agency', { categoryCode: 'den' }, 'SXD'],
    ['a named agency, the ward unknown', { categoryCode: 'den', wardCode: null }, 'SXD'],
    ['a named agency, the ward not one of ours', { categoryCode: 'den', wardCode: 'w9' }, 'SXD'],
    ['the agency that holds the dossier', { categoryCode: 'ho-so', subjectAgencyCode: 'SXD' }, 'SXD'],
    ['the superior of the agency complained about', { categoryCode: 'thai-do', subjectAgencyCode: 'SXD' }, 'UBND'],
    [
      'never the agency complained about, even if a rule says so',
      { categoryCode: 'thai-do', subjectAgencyCode: 'TD1022' },
      'TT',
    ],
    ['the centre for a tố cáo', { categoryCode: 'to-cao' }, 'TD1022'],
    ['the centre for a tố cáo against somebody else', { categoryCode: 'to-cao', subjectAgencyCode: 'SXD' }, 'TD1022'],
    [
      'not the centre for a tố cáo against whoever it came from',
      { categoryCode: 'to-cao', subjectAgencyCode: 'CU' },
      'TT',
    ],
    ['not the centre for a tố cáo against it', { categoryCode: 'to-cao', subjectAgencyCode: 'TD1022' }, 'TT'],
  ])('is %s', (_, over, lead) => {
    expect(ask(over)).toMatchObject({ leadAgencyCode: lead, missing: null });
  });

  it.each<[string, Partial<RouteQuestion>, string, string | null, RegExp]>([
    ['category', { categoryCode: null }, 'category', null, /Chưa chọn loại việc/],
    ['category that is unknown', { categoryCode: 'x' }, 'category', null, /Chưa chọn loại việc/],
    ['category that has ended', { categoryCode: 'het-han' }, 'category', null, /Chưa chọn loại việc/],
    ['ward', { wardCode: null }, 'ward', 'K2', /ở phường, xã nào/],
    ['ward of ours', { wardCode: 'w9' }, 'ward', 'K2', /ở phường, xã nào/],
    ['subject', { categoryCode: 'ho-so' }, 'subject', 'K2', /cơ quan được phản ánh hoặc nơi nộp hồ sơ/],
    [
      'subject that exists',
      { categoryCode: 'thai-do', subjectAgencyCode: 'X' },
      'subject',
      'K2',
      /cơ quan được phản ánh/,
    ],
    ['superior', { categoryCode: 'thai-do', subjectAgencyCode: 'THUE' }, 'rule', 'K2', /chưa chỉ ra được cơ quan/],
    [
      'rule',
      { categoryCode: 'chua-quy-tac' },
      'rule',
      'K2',
      /Chưa có quy tắc chuyển cho “Việc mới” vào ngày 23\/11\/2026/,
    ],
    ['rule on that day', { on: '2026-06-30' }, 'rule', 'K2', /ngày 30\/06\/2026/],
  ])('waits for a %s', (_, over, missing, slaClass, reason) => {
    const decision = ask(over);
    expect(decision).toMatchObject({
      leadAgencyCode: null,
      supportingAgencyCodes: [],
      ruleId: null,
      ruleVersion: null,
      missing,
      slaClass,
    });
    expect(decision.reason).toMatch(reason);
  });

  it('comes with a sentence that names the rule', () => {
    expect(ask({}).reason).toBe(
      'Mặt đường hư hỏng ở Phường w1 do UBND phường w1 chủ trì (quy tắc duong, bản 1, từ 01/07/2026).',
    );
    expect(ask({ categoryCode: 'thai-do', subjectAgencyCode: 'SXD', wardCode: null }).reason).toBe(
      'Thái độ phục vụ (về Sở Xây dựng) do UBND thành phố, là cấp trên của cơ quan được phản ánh, chủ trì (quy tắc thai-do, bản 1, từ 01/07/2026).',
    );
  });

  it('comes with the helpers of the rule, the lead not among them, and with its class', () => {
    expect(ask({ categoryCode: 'den', wardCode: 'w2' })).toMatchObject({
      ruleId: 'den-w2',
      slaClass: 'K1',
      supportingAgencyCodes: ['UBND-w2', 'CA-w2'],
    });
  });
});
