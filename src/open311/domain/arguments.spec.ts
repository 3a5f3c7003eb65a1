import { describe, expect, it } from '@jest/globals';
import { readArguments } from './arguments.js';

describe('readArguments', () => {
  it.each<[string, unknown]>([
    ['a url-encoded form', { service_code: 'x', attribute: { SUBJECT: 'SXD', LIST: ['a', 'b'] } }],
    ['a form with files', { service_code: 'x', 'attribute[SUBJECT]': 'SXD', 'attribute[LIST][]': ['a', 'b'] }],
    ['JSON', { service_code: ' x ', attribute: { SUBJECT: 'SXD', LIST: { 0: 'a', 1: 'b' } } }],
  ])('reads %s', (_, body) => {
    const { one, attributes } = readArguments(body);
    expect(one('service_code')).toBe('x');
    expect([...attributes]).toEqual([
      ['SUBJECT', ['SXD']],
      ['LIST', ['a', 'b']],
    ]);
  });

  it('takes empty for not sent', () => {
    const sent = readArguments({ lat: '', long: ' ', email: null, 'attribute[A]': '' });
    expect([sent.one('lat'), sent.one('long'), sent.one('email'), sent.one('none')]).toEqual([null, null, null, null]);
    expect(sent.attributes.size).toBe(0);
  });

  it('reads numbers, lists with commas, and names that are sent more than once', () => {
    const sent = readArguments({ lat: 10.95, status: ['open', 'closed,open'], 'media_url[]': ['a', 'b'] });
    expect(sent.one('lat')).toBe('10.95');
    expect(sent.all('status', { commas: true })).toEqual(['open', 'closed', 'open']);
    expect(sent.all('status')).toEqual(['open', 'closed,open']);
    expect(sent.all('media_url')).toEqual(['a', 'b']);
  });

  it('prefers the body to the address', () => {
    expect(readArguments({ api_key: 'a' }, { api_key: 'b', page: '2' }).one('api_key')).toBe('a');
    expect(readArguments({ api_key: '' }, { api_key: 'b' }).one('api_key')).toBe('b');
  });

  it.each([undefined, null, 'text', 7, []])('reads nothing in %p', (body) => {
    expect(readArguments(body).one('service_code')).toBeNull();
  });

  it('has no name that was not sent', () => {
    expect(readArguments({}).one('constructor')).toBeNull();
  });
});
