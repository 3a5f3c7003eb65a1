import { describe, expect, it } from '@jest/globals';
import { LIKELY, likeness, likenessWords, type Likened } from './likeness.js';

const pothole: Likened = {
  title: null,
  words: 'Ổ gà sâu trước chợ Trảng Dài, xe máy té hai vụ rồi.',
  placeText: 'đường Bùi Trọng Nghĩa, gần chợ',
  lat: null,
  lng: null,
  wardCode: '25993',
  receivedAt: new Date('2026-11-17T01:00:00Z'),
};
const like = (other: Partial<Likened>, one: Partial<Likened> = {}) =>
  likeness({ ...pothole, ...one }, { ...pothole, ...other });

describe('likeness', () => {
  it('is whole for the same ticket, and the same in both directions', () => {
    expect(like({}).score).toBeGreaterThan(0.95);
    const other = { words: 'Đường Bùi Trọng Nghĩa có hố sâu, xe té', placeText: null };
    expect(like(other).score).toBe(likeness({ ...pothole, ...other }, pothole).score);
  });

  it.each<[string, Partial<Likened>]>([
    [
      'other words for it on the same street',
      { words: 'Mặt đường hư, có ổ gà to, té xe', placeText: 'Bùi Trọng Nghĩa' },
    ],
    ['without accents', { words: 'o ga sau truoc cho trang dai', placeText: 'duong Bui Trong Nghia' }],
    ['three days later', { receivedAt: new Date('2026-11-20T01:00:00Z') }],
    [
      'a neighbouring ward, at the street between',
      { wardCode: '26005', words: 'Ổ gà sâu, xe máy té ở đường Bùi Trọng Nghĩa', placeText: null },
    ],
  ])('shows %s', (_, other) => {
    expect(like(other).score).toBeGreaterThanOrEqual(LIKELY);
  });

  it.each<[string, Partial<Likened>]>([
    ['another pothole of the ward', { words: 'Ổ gà ngay cổng trường tiểu học', placeText: 'đường Nguyễn Ái Quốc' }],
    ['another matter on another street', { words: 'Nước đọng cả tuần, muỗi nhiều', placeText: 'hẻm 12' }],
  ])('does not show %s', (_, other) => {
    expect(like(other).score).toBeLessThan(LIKELY);
  });

  it('believes points more than names: 40 m is the same place, 3 km on one long road is not', () => {
    const at = { lat: 10.9574, lng: 106.8426 };
    const near = like({ ...at, lat: at.lat + 0.00036 }, at);
    const far = like({ ...at, lat: at.lat + 0.027 }, at);
    expect(near.metres).toBe(40);
    expect(near.score).toBeGreaterThan(far.score + 0.15);
  });

  it('says why in words', () => {
    expect(likenessWords(like({ receivedAt: new Date('2026-11-17T03:05:00Z') }))).toBe(
      'cùng đường Bùi Trọng Nghĩa, báo cách nhau 2 giờ',
    );
    expect(
      likenessWords(like({ placeText: null, receivedAt: new Date('2026-11-20T01:00:00Z') }, { placeText: null })),
    ).toBe('cùng phường, xã, báo cách nhau 3 ngày');
    expect(likenessWords({ ...like({ wardCode: '26005' }), street: null, metres: 120, apartMs: 30_000 })).toBe(
      'phường, xã giáp ranh, cách 100 m, báo cách nhau chưa đến 1 phút',
    );
  });
});
