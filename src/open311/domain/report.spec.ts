import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../kernel/index.js';
import { readArguments } from './arguments.js';
import { contentHash, readReport, type Ground, type Report } from './report.js';
import type { ServiceType } from './service-type.js';

const SERVICE: ServiceType = {
  code: 'gt-mat-duong',
  name: 'Mặt đường hư hỏng',
  description: '',
  group: 'Giao thông',
  keywords: '',
  categoryCode: 'gt-mat-duong',
  subjectRequired: false,
};
const UNKNOWN: ServiceType = { ...SERVICE, code: 'chua-ro-loai', categoryCode: null };
const GROUND: Ground = {
  ward: (text) => (['26017', 'Phường Trảng Dài'].includes(text) ? '26017' : null),
  agency: (text) => (['SXD', 'Sở Xây dựng'].includes(text) ? 'SXD' : null),
  wardInAddress: (text) => (text.includes('Trảng Dài') ? '26017' : null),
  wardAt: (lat) => (lat > 10 && lat < 12 ? '26017' : null),
  province: 'thành phố Đồng Nai',
  isEmergency: (words) => words.includes('cháy'),
};
const BASE = { description: 'Ổ gà sâu giữa đường', lat: '10.98', long: '106.86' };
const read = (sent: object, service = SERVICE): Report => readReport(readArguments(sent), service, GROUND);
const wrongIn = (sent: object, service = SERVICE): string[] => {
  try {
    read(sent, service);
  } catch (error) {
    if (error instanceof Problem) return error.fields.map(({ field }) => field);
  }
  return [];
};

describe('a report', () => {
  it('is taken as FixMyStreet sends it', () => {
    const report = read({
      jurisdiction_id: '',
      api_key: 'x',
      service_code: 'gt-mat-duong',
      lat: '10.980123',
      long: '106.860456',
      email: 'an@example.vn',
      phone: '0900 000 027',
      first_name: 'Nguyễn',
      last_name: 'Văn An',
      description: 'Ổ gà\n\nSâu 20 cm giữa đường\n\nhttps://fix.example.vn/report/7\n',
      media_url: 'https://fix.example.vn/photo/7.0.full.jpeg',
      attribute: { fixmystreet_id: '7', easting: '12' },
    });
    expect(report).toEqual({
      categoryCode: 'gt-mat-duong',
      title: null,
      words:
        'Ổ gà\n\nSâu 20 cm giữa đường\n\nhttps://fix.example.vn/report/7\nẢnh ở nơi khác: https://fix.example.vn/photo/7.0.full.jpeg',
      placeText: null,
      point: { lat: 10.980123, lng: 106.860456 },
      wardCode: null,
      subjectAgencyCode: null,
      name: 'Nguyễn Văn An',
      phone: '+84900000027',
      email: 'an@example.vn',
      anonymous: false,
      note: 'easting: 12',
      mediaUrls: ['https://fix.example.vn/photo/7.0.full.jpeg'],
      reference: '7',
    });
  });

  it.each<[string | undefined, string | undefined, string | null]>([
    ['Nguyễn', 'Văn An', 'Nguyễn Văn An'],
    ['An', 'Nguyễn Văn', 'An Nguyễn Văn'],
    ['An', undefined, 'An'],
    ['An', '-', 'An'],
    [undefined, 'Văn  An', 'Văn An'],
    [undefined, undefined, null],
  ])('names are kept as given: %s + %s', (first_name, last_name, name) => {
    expect(read({ ...BASE, first_name, last_name }).name).toBe(name);
  });

  it('is anonymous when nothing leads to the sender, and what cannot be read is kept for the centre', () => {
    expect(read(BASE).anonymous).toBe(true);
    expect(read({ ...BASE, first_name: 'An' }).anonymous).toBe(false);
    expect(read({ ...BASE, phone: '111111111', email: 'không có' })).toMatchObject({
      phone: null,
      email: null,
      anonymous: true,
      note: 'phone: 111111111\nemail: không có',
    });
  });

  it.each<[string, object, Partial<Report>]>([
    ['coordinates', { lat: '10.98', long: '106.86' }, { point: { lat: 10.98, lng: 106.86 }, wardCode: null }],
    ['an address', { address_string: ' Hẻm 12,  Trảng Dài ' }, { placeText: 'Hẻm 12, Trảng Dài', point: null }],
    ['an address id', { address_id: '26017' }, { wardCode: '26017' }],
    ['a ward by its code', { attribute: { ward: '26017' } }, { wardCode: '26017' }],
    ['a ward by its name', { attribute: { ward: 'Phường Trảng Dài' } }, { wardCode: '26017' }],
    [
      'coordinates, and an id that is not ours',
      { lat: '10.98', long: '106.86', address_id: '#NOTPINPOINTED#' },
      { wardCode: null },
    ],
    [
      'coordinates outside, with the ward',
      { lat: '21', long: '105.8', attribute: { ward: '26017' } },
      { wardCode: '26017' },
    ],
    ['coordinates outside, with an address here', { lat: '21', long: '105.8', address_string: 'Trảng Dài' }, {}],
    ['coordinates outside, and danger', { description: 'Đang cháy nhà', lat: '21', long: '105.8' }, {}],
  ])('takes %s for a place', (_, place, expected) => {
    expect(read({ description: 'Ổ gà', ...place })).toMatchObject(expected);
  });

  it('needs no description where the kind of matter says enough', () => {
    expect(read({ lat: '10.98', long: '106.86' }).words).toBe('Mặt đường hư hỏng');
    expect(wrongIn({ lat: '10.98', long: '106.86' }, UNKNOWN)).toEqual(['description']);
  });

  it.each<[string, object, string[]]>([
    ['no place', { lat: '', long: '' }, ['lat']],
    ['half a place', { long: '' }, ['long']],
    ['a place beyond the poles', { lat: '91' }, ['lat']],
    ['words for coordinates', { lat: 'mười', long: '0x10' }, ['lat', 'long']],
    ['a place in another province', { lat: '21.03', long: '105.85' }, ['lat']],
    ['an unknown id alone', { lat: '', long: '', address_id: '00000' }, ['address_id']],
    ['an unknown ward', { attribute: { ward: 'Hà Nội' } }, ['attribute[ward]']],
    ['an unknown agency', { attribute: { subject: 'KHÔNG CÓ' } }, ['attribute[subject]']],
    ['a long description', { description: 'x'.repeat(4001) }, ['description']],
    ['a script for a picture', { media_url: 'javascript:alert(1)' }, ['media_url']],
    ['a file for a picture', { media_url: 'file:///etc/passwd' }, ['media_url']],
    ['eleven pictures', { media_url: Array.from({ length: 11 }, (_, at) => `https://a.example/${at}`) }, ['media_url']],
    [
      'several things at once',
      { description: 'x'.repeat(4001), lat: 'x', attribute: { subject: 'y' } },
      ['description', 'lat', 'attribute[subject]'],
    ],
  ])('with %s is refused', (_, change, fields) => {
    expect(wrongIn({ ...BASE, ...change })).toEqual(fields);
  });

  it('leaves room for the words whatever stands below them', () => {
    const media_url = Array.from({ length: 10 }, (_, at) => `https://a.example/${'x'.repeat(200)}${at}`);
    const { words, mediaUrls } = read({ ...BASE, description: 'x'.repeat(4000), media_url });
    expect(words.length).toBeLessThanOrEqual(5000);
    expect(mediaUrls).toHaveLength(10);
  });
});

describe('contentHash', () => {
  const form = { api_key: 'a', description: 'Ổ gà', attribute: { x: '1' } };
  it.each<[string, object, boolean]>([
    ['the same in another order', { attribute: { x: '1' }, description: 'Ổ gà', api_key: 'a' }, true],
    ['another key', { ...form, api_key: 'b' }, true],
    ['other words', { ...form, description: 'Ổ voi' }, false],
    ['another attribute', { ...form, attribute: { x: '2' } }, false],
  ])('%s', (_, other, same) => {
    expect(contentHash(other) === contentHash(form)).toBe(same);
  });
});
