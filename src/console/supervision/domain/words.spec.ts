import { describe, expect, it } from '@jest/globals';
import { barsOf } from './bars.js';
import { clockOf, maskedPhone, minutesOf, percentOf, shortNames } from './words.js';

describe('words of the wallboard', () => {
  it.each([
    [0, '00:00'],
    [102.9, '01:42'],
    [3600, '1:00:00'],
    [-5, '00:00'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(clockOf(seconds)).toBe(text);
  });

  it.each([
    [59, '0\u00A0phút'],
    [2280, '38\u00A0phút'],
    [7500, '2\u00A0giờ 5\u00A0phút'],
    [86_400, '24\u00A0giờ'],
    [3 * 86_400, '3\u00A0ngày'],
  ])('%d seconds of waiting are %s', (seconds, text) => {
    expect(minutesOf(seconds)).toBe(text);
  });

  it('keep a number to its last three digits', () => {
    expect(maskedPhone('+84900000027')).toBe('•••\u00A0•••\u00A0027');
    expect(maskedPhone('+84900000027')).not.toMatch(/90000/);
  });

  it('write percent with a comma', () => {
    expect([percentOf(81.5), percentOf(80)]).toEqual(['81,5', '80']);
  });

  it('call people by their given names, told apart where two have the same', () => {
    const people = ['Nguyễn Thị Lan', 'Trần Ngọc Lan', 'Lê Phúc'].map((name, index) => ({ id: String(index), name }));
    expect([...shortNames(people).values()]).toEqual(['Thị Lan', 'Ngọc Lan', 'Phúc']);
  });
});

describe('the bars of a day', () => {
  const at = (time: string): Date => new Date(`2026-11-23T${time}+07:00`);

  it('stand on nothing, the highest reaching the top, one for each half hour until now', () => {
    const bars = barsOf(
      [
        { from: at('07:30:00'), answered: 18, abandoned: 2 },
        { from: at('08:00:00'), answered: 5, abandoned: 0 },
      ],
      at('07:00:00'),
      at('08:10:00'),
    );
    expect(bars.bars.map(({ answered, abandoned, now }) => [answered?.height, abandoned?.height, now])).toEqual([
      [undefined, undefined, false],
      ['225.0', '23.5', false],
      ['62.5', undefined, true],
    ]);
    expect(bars.grid.map(({ label }) => label)).toEqual(['0', '10', '20']);
    expect([bars.highest, bars.highestAt, bars.labels[0]?.text]).toEqual([20, '07:30', '07:00']);
  });

  it('of a night and a day fit in the box', () => {
    const halves = [{ from: at('00:00:00'), answered: 1, abandoned: 0 }];
    const { bars, labels } = barsOf(halves, at('07:00:00'), at('23:59:00'));
    expect(bars).toHaveLength(48);
    expect(Math.max(...bars.map(({ x, width }) => Number(x) + Number(width)))).toBeLessThanOrEqual(620);
    expect(labels.length).toBeLessThanOrEqual(9);
  });

  it('of no call are none', () => {
    expect(barsOf([], at('07:00:00'), at('06:00:00'))).toMatchObject({ highest: 0, highestAt: null });
  });
});
