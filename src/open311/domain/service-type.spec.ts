import { describe, expect, it } from '@jest/globals';
import type { Category } from '../../routing/domain/category.js';
import { definitionTree, serviceTree, serviceTypes } from './service-type.js';

const CATEGORY: Category = {
  code: 'mt-rac',
  field: 7,
  fieldName: 'Môi trường',
  name: 'Rác thải, vệ sinh',
  slaClass: 'K2',
  lead: 'ward',
  subjectRequired: false,
  neverToSubject: false,
  anonymousAllowed: true,
  publicByDefault: true,
  evidence: null,
  validFrom: '2025-07-01',
  validTo: null,
};
const LISTS = {
  agencies: [{ key: 'SXD', name: 'Sở Xây dựng' }],
  wards: [{ key: '26017', name: 'Phường Trảng Dài' }],
};

describe('services', () => {
  it('begin with the one that asks nothing, and leave out khiếu nại, tố cáo', () => {
    const services = serviceTypes([CATEGORY, { ...CATEGORY, code: 'khac-kntc', slaClass: 'K6' }]);
    expect(services.map(({ code, categoryCode }) => [code, categoryCode])).toEqual([
      ['chua-ro-loai', null],
      ['mt-rac', 'mt-rac'],
    ]);
  });

  it('are listed as the specification has it', () => {
    expect(serviceTypes([CATEGORY]).map(serviceTree)[1]).toEqual({
      service_code: 'mt-rac',
      service_name: 'Rác thải, vệ sinh',
      description: 'Rác thải, vệ sinh (Môi trường). Có thể gửi ẩn danh.',
      metadata: true,
      type: 'realtime',
      keywords: 'rac thai ve sinh, moi truong',
      group: 'Môi trường',
    });
  });

  it.each<[string, Partial<Category>, string[]]>([
    ['an ordinary one', {}, ['ward']],
    ['one about an agency', { subjectRequired: true }, ['subject', 'ward']],
  ])('%s asks for %p', (_, change, codes) => {
    const [, service] = serviceTypes([{ ...CATEGORY, ...change }]);
    if (service === undefined) throw new Error('no service');
    const { attributes } = definitionTree(service, LISTS) as {
      attributes: { code: string; order: number; required: boolean; values: object[] }[];
    };
    expect(attributes.map(({ code }) => code)).toEqual(codes);
    expect(attributes.map(({ order }) => order)).toEqual(codes.map((_code, index) => index + 1));
    expect(attributes.map(({ required }) => required)).toEqual(codes.map((code) => code === 'subject'));
    expect(attributes.at(-1)?.values).toEqual([{ key: '26017', name: 'Phường Trảng Dài' }]);
  });
});
