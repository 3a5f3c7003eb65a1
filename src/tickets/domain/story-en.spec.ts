import { describe, expect, it } from '@jest/globals';
import { HISTORY_TYPES, type HistoryData, type HistoryType } from './history-types.js';
import { storyEn } from './story-en.js';

const names = { agency: (code: string) => `<${code}>` };
const told = (type: HistoryType, data: HistoryData = {}, actorAgencyCode: string | null = 'A') =>
  storyEn({ type, data, actorAgencyCode }, names);

/** Everything that any sentence asks for. */
const FULL: HistoryData = {
  agencyCode: 'B',
  fromAgencyCode: 'C',
  supportAgencyCode: 'D',
  actedAt: '2026-11-20T03:00:00.000Z',
  dueAt: '2026-11-24T09:30:00.000Z',
  fromDueAt: '2026-11-23T09:30:00.000Z',
  committedOn: '2026-11-30',
};

describe('the citizen’s story in English', () => {
  it.each(HISTORY_TYPES)('%s is a sentence, or no part of it', (type) => {
    const sentence = told(type, FULL);
    expect(sentence ?? 'None.').toMatch(/^[<A-Z1][^\n]+\.$/);
    expect(sentence ?? '').not.toMatch(/undefined|NaN|Invalid|  |,,/);
  });

  it.each<[HistoryType, HistoryData, string | null]>([
    ['answer_returned', { by: 'head' }, null],
    [
      'answer_returned',
      { by: 'centre', agencyCode: 'B' },
      '1022 read the answer and sent it back to <B> to be completed; the deadline stays.',
    ],
    ['facts_added', { by: 'reporter', photos: 2 }, 'You added words or photos.'],
    ['facts_added', { by: 'merged_reporter', photos: 0 }, 'Somebody else who reported this added words.'],
    ['facts_added', { photos: 0 }, '<A> added words.'],
    ['chased', { by: 'reporter', times: 2 }, 'You pressed for an answer (no. 2).'],
    [
      'returned',
      { ground: 'wrong_area', returns: 1, proposedAgencyCode: 'B' },
      '<A> gave it back: not in its area; it proposes <B>.',
    ],
    ['reopened', { by: 'reporter', agencyCode: 'B' }, 'You asked for it to be looked at again; <B> looks at it.'],
    ['reopened', { ground: 'new_evidence' }, '<A> opened it again: there is something new; 1022 chooses the agency.'],
    ['reply_recorded', { channel: 'link', dueAt: null }, 'You answered the question.'],
    [
      'published',
      { committedOn: '2026-11-30' },
      '<A> checked and published the answer; what is left is promised for Mon 30 Nov 2026.',
    ],
    ['guided_elsewhere', { kind: 'denunciation' }, '<A> told who receives the denunciation (tố cáo).'],
  ])('%s %j', (type, data, sentence) => {
    expect(told(type, data)?.replaceAll('\u00A0', ' ') ?? null).toBe(sentence);
  });
});
