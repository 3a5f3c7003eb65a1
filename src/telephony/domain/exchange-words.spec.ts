import { expect, it } from '@jest/globals';
import { exchangeName, mayLinkTo } from './exchange-words.js';

it.each([
  ['  Hàng   chờ\n1 ', 'Hàng chờ 1'],
  ['a\u0000b', 'ab'],
  ['\u202ereversed', 'reversed'],
  ['\ud800', ''],
  [`${'x'.repeat(59)}😀`, 'x'.repeat(59)],
  ['😀'.repeat(60), '😀'.repeat(30)],
])('the name %j is kept as %j', (raw, name) => {
  expect(exchangeName(raw)).toBe(name);
});

it.each<[string, boolean]>([
  ['https://ghi-am.example/1.wav', true],
  ['https://GHI-AM.example/1.wav', true],
  ['http://ghi-am.example/1.wav', false],
  ['https://ghi-am.example.evil/1.wav', false],
  ['https://ghi-am.example:444/1.wav', false],
  ['https://user:secret@ghi-am.example/1.wav', false],
  ['https://ghi-am.example@evil/1.wav', false],
  ['javascript:alert(1)//ghi-am.example', false],
  ['https://ghi-am.example/đ.wav', false],
  [`https://ghi-am.example/${'x'.repeat(1000)}`, false],
  ['', false],
])('a link to %s: %s', (url, allowed) => {
  expect(mayLinkTo(url, ['ghi-am.example'])).toBe(allowed);
});
