import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Directory } from '../../src/agencies/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { visitor } from '../support/agent.js';

jest.setTimeout(120_000);

let app: TestApp;
const get = async (path: string) => visitor(app).get(`/api/v1${path}`);

beforeAll(async () => {
  app = await createTestApp();
});

afterAll(async () => {
  await app.close();
});

describe('the ward of a point', () => {
  it('is told', async () => {
    const answer = await get('/wards/at?lat=10.982&lng=106.867');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ ward: { code: '25993', name: 'Phường Trảng Dài', type: 'ward' } });
  });

  it('is nothing outside, and says so', async () => {
    const answer = await get('/wards/at?lat=21.0285&lng=105.8542');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ward: null,
      message: 'Điểm này nằm ngoài thành phố Đồng Nai. Xin chọn điểm khác, hoặc gõ tên phường, xã.',
    });
  });

  it.each([
    ['', ['lat', 'lng']],
    ['?lat=&lng=', ['lat', 'lng']],
    ['?lat=mười&lng=106.8', ['lat']],
    ['?lat=91&lng=106.8', ['lat']],
    ['?lat=10.9&lng=181', ['lng']],
    ['?lat=NaN&lng=Infinity', ['lat', 'lng']],
    ['?lat=1e1&lng=106', ['lat']],
    ['?lat=10.9&lat=11&lng=106.8', ['lat']],
  ])('is not guessed from %j', async (query, fields) => {
    const answer = await get(`/wards/at${query}`);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect((answer.body as { errors: { field: string }[] }).errors.map(({ field }) => field)).toEqual(fields);
  });
});

describe('suggestions for forms', () => {
  it.each([
    ['trang dai', '25993', 'Phường Trảng Dài', false],
    ['tân hiệp bien', '26017', 'Phường Tân Hiệp, Thành phố Biên Hòa', true],
    ['phu van', '25267', 'Xã Phú Văn, Huyện Bù Gia Mập', true],
  ])('%j offers the ward of today', async (q, wardCode, text, former) => {
    const { body } = await get(`/places?q=${encodeURIComponent(q)}`);
    expect((body as { places: object[] }).places[0]).toMatchObject({ wardCode, text, former });
  });

  it('offer at most eight places', async () => {
    const { body } = await get('/places?q=phuong');
    expect((body as { places: object[] }).places).toHaveLength(8);
  });

  it.each([
    ['ubnd trang dai', 'UBND-25993'],
    ['công an phường trảng dài', 'CA-25993'],
    ['so xay', 'SXD'],
    ['bhxh', 'BHXH'],
  ])('%j offers the agency', async (q, code) => {
    const { body } = await get(`/agencies?q=${encodeURIComponent(q)}`);
    expect((body as { agencies: { code: string }[] }).agencies[0]?.code).toBe(code);
  });

  it.each(['/places', '/agencies', `/places?q=${'a'.repeat(201)}`, '/agencies?q=a&q=b'])('refuse %s', async (path) => {
    expect((await get(path)).status).toBe(400);
  });
});

describe('the directory', () => {
  it('knows the agencies of a ward and who stands above', () => {
    const directory = app.get(Directory);
    expect(directory.wards()).toHaveLength(95);
    expect(directory.wardAgency('25993').code).toBe('UBND-25993');
    expect(directory.wardPolice('25993').code).toBe('CA-25993');
    expect(directory.superiorOf('UBND-25993').code).toBe('UBND');
    expect(directory.superiorOf('CA-25993').code).toBe('CATP');
    expect(directory.superiorOf('THUE').code).toBe('UBND');
    expect(directory.superiorOf('UBND').code).toBe('TTRA');
    expect(directory.agency('KHONG-CO')).toBeNull();
    expect(() => directory.superiorOf('KHONG-CO')).toThrow('Không tìm thấy cơ quan này.');
    expect(directory.findPlace('phường Tân Hiệp, Biên Hòa')).toMatchObject({ kind: 'ward', wardCode: '26017' });
  });

  it.each([
    ...['Phường Trảng Dài', 'phường trảng dài', 'phuong trang dai', 'P. Trảng Dài', 'P.Trảng Dài', 'p trang dai'],
    ...['UBND phường Trảng Dài', 'UBND-25993'],
  ])('takes the name of a ward for its committee: %s', (typed) => {
    expect(app.get(Directory).agencyNamed(typed)?.code).toBe('UBND-25993');
  });

  it.each(['Trảng Dài', 'đường Trảng Dài', 'chợ phường Trảng Dài', 'phường Không Có'])(
    'asks which agency is meant by %s',
    (typed) => {
      expect(app.get(Directory).agencyNamed(typed)).toBeNull();
    },
  );

  it('has a superior for every agency in force, never the agency itself', () => {
    const directory = app.get(Directory);
    for (const { code } of directory.agencies()) expect(directory.superiorOf(code).code).not.toBe(code);
  });
});
