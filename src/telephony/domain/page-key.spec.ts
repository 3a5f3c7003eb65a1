import { expect, it } from '@jest/globals';
import { readPageKey, writePageKey } from './page-key.js';

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

it('reads what it wrote', () => {
  const key = { at: new Date('2026-11-23T01:02:03.004Z'), id: ID };
  expect(readPageKey(writePageKey(key))).toEqual(key);
});

it.each([
  '',
  '_',
  '99999_x',
  `2026-11-23T01:02:03.004Z_`,
  `2026-11-23T01:02:03.004Z_đ`,
  `2026-13-45T01:02:03.004Z_${ID}`,
  `+275760-09-13T00:00:00.000Z_${ID}`,
  `-271821-04-20T00:00:00.000Z_${ID}`,
  `0000-01-01T00:00:00.000Z_${ID}`,
])('knows no page "%s"', (text) => {
  expect(readPageKey(text)).toBeNull();
});
