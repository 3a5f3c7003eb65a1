import { describe, expect, it } from '@jest/globals';
import type { TicketState } from '../../tickets/domain/state-table.js';
import { ratingObstacle } from './rating.js';

const END = new Date('2026-12-05T09:00:00+07:00');
const before = new Date(END.getTime() - 1);
const after = new Date(END.getTime() + 1);

describe('rating an answer', () => {
  it.each<[TicketState, Date | null, Date, RegExp | null]>([
    ['published', END, before, null],
    ['published', END, END, null],
    ['published', END, after, /hết thời gian đánh giá, 09:00 .*2026/],
    // Answered before there were surveys.
    ['published', null, after, null],
    ['resolved_private', END, before, null],
    ['closed', null, after, /hết thời gian đánh giá/],
    ['assigned', null, before, /đang được xem lại/],
    ['withdrawn', null, before, /đang được xem lại/],
  ])('of a ticket that is %s until %s, at %s', (state, closeDueAt, at, words) => {
    const obstacle = ratingObstacle({ state, closeDueAt }, at);
    if (words === null) expect(obstacle).toBeNull();
    else expect(obstacle).toMatch(words);
  });
});
