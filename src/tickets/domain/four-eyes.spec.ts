import { describe, expect, it } from '@jest/globals';
import { ownAnswerObstacle, ownRequestObstacle } from './four-eyes.js';

describe('whoever decides in a head’s place', () => {
  const answer = { status: 'submitted', authorAccountId: 'AN', submittedByAccountId: 'BINH' } as const;

  it.each<[string, Parameters<typeof ownAnswerObstacle>, boolean]>([
    ['wrote it', [answer, 'AN'], false],
    ['submitted it', [answer, 'BINH'], false],
    ['had nothing to do with it', [answer, 'CHI'], true],
    ['is nobody’s deputy: a head alone', [answer, null], true],
    ['sees it at the gate, where the centre decides', [{ ...answer, status: 'approved' }, 'AN'], true],
    ['sees none', [null, 'AN'], true],
  ])('%s', (_, [of, deputyId], free) => {
    const obstacle = ownAnswerObstacle(of, deputyId);
    expect(obstacle === null).toBe(free);
    if (!free) expect(obstacle).toMatch(/Xin đợi thủ trưởng đơn vị, hoặc người khác đang được ký thay\.$/);
  });

  it.each<[string | null, boolean]>([
    ['AN', false],
    ['BINH', true],
    [null, true],
  ])('asked for time as AN and decides as %s', (deputyId, free) => {
    expect(ownRequestObstacle({ askedByAccountId: 'AN' }, deputyId) === null).toBe(free);
  });
});
