import { expect, it } from '@jest/globals';
import { Bucket } from './bucket.js';

it('lets a burst through, then so many a second, and says when to come back', () => {
  const bucket = new Bucket(2, 3);
  expect([1, 2, 3, 4].map(() => bucket.take(1_000))).toEqual([0, 0, 0, 1]);
  expect([bucket.take(1_500), bucket.take(1_500)]).toEqual([0, 1]);
  expect([1, 2, 3, 4].map(() => bucket.take(60_000))).toEqual([0, 0, 0, 1]);
});

it('says longer than a second when one comes only every few', () => {
  const bucket = new Bucket(0.1, 1);
  expect([bucket.take(0), bucket.take(0), bucket.take(10_000)]).toEqual([0, 10, 0]);
});
