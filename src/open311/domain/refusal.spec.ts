import { describe, expect, it } from '@jest/globals';
import { formatOf, namedIn, written } from './format.js';
import { errorTree, refusalStatus } from './refusal.js';

describe('what cannot be done', () => {
  it.each([
    [400, 400],
    [401, 403],
    [403, 403],
    [404, 404],
    [405, 400],
    [409, 400],
    [413, 400],
    [422, 400],
    [429, 429],
    [500, 500],
    [503, 503],
  ])('%i is told as %i', (status, told) => {
    expect(refusalStatus({ status })).toBe(told);
  });

  it('is a list, each with the name that the client knows', () => {
    const errors = [
      { field: 'tickets.0.subjectAgencyCode', message: 'Xin chọn cơ quan.' },
      { field: 'media_url', message: 'Không phải địa chỉ.' },
    ];
    expect(errorTree({ status: 400, title: 'Còn chỗ cần sửa.', errors })).toEqual([
      { code: 400, description: 'attribute[subject]: Xin chọn cơ quan.' },
      { code: 400, description: 'media_url: Không phải địa chỉ.' },
    ]);
    expect(errorTree({ status: 403, title: 'Sai khoá.', errors: [] })).toEqual([
      { code: 403, description: 'Sai khoá.' },
    ]);
  });
});

describe('the format of an answer', () => {
  it.each([
    ['/open311/v2/services.json', 'json'],
    ['/open311/v2/services.JSON', 'json'],
    ['/open311/v2/services.json/', 'json'],
    ['/open311/v2/services.xml', 'xml'],
    ['/open311/v2/services', 'xml'],
    ['/open311/v2/nowhere.html', 'xml'],
  ])('%s is %s', (path, format) => {
    expect(formatOf(path)).toBe(format);
  });

  it.each([
    ['mt-rac.json', 'mt-rac'],
    ['DN26-0476-3352.xml', 'DN26-0476-3352'],
    ['mt-rac', 'mt-rac'],
    ['x.html', 'x.html'],
  ])('%s names %s', (file, name) => {
    expect(namedIn(file, 'service_code')).toBe(name);
  });

  it('an ending alone names nothing', () => {
    expect(() => namedIn('.xml', 'service_code')).toThrow('Còn chỗ cần sửa.');
  });

  it('JSON has no name of the list around it', () => {
    expect(written('json', 'services', [{ service_code: 'a' }])).toBe('[{"service_code":"a"}]');
    expect(written('xml', 'services', [])).toContain('<services></services>');
  });
});
