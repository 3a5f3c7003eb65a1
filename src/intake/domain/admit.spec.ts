import { describe, expect, it } from '@jest/globals';
import { admit, type AdmissionRequest, type CategoryRules } from './admit.js';
import type { Boundary, BoundaryFinding } from './boundary.js';

const RUBBISH: CategoryRules = { code: 'rubbish', slaClass: 'K2', subjectRequired: false, anonymousAllowed: true };
const MANNERS: CategoryRules = { code: 'manners', slaClass: 'K5', subjectRequired: true, anonymousAllowed: false };
const GUIDED: CategoryRules = { code: 'guided', slaClass: 'K6', subjectRequired: false, anonymousAllowed: false };

function heard(...boundaries: Exclude<Boundary, 'ordinary'>[]): BoundaryFinding {
  return { boundary: boundaries[0] ?? 'ordinary', because: [], heard: boundaries };
}

const PLAIN: AdmissionRequest = {
  category: RUBBISH,
  subjectAgencyCode: null,
  anonymous: false,
  heard: heard(),
  decided: null,
  guidedCategoryCode: 'guided',
  missingSubject: 'ask',
};

type Case = readonly [what: string, request: Partial<AdmissionRequest>, boundary: Boundary, category: string | null];

describe('admit', () => {
  it.each<Case>([
    ['an ordinary matter under its category', {}, 'ordinary', 'rubbish'],
    ['a matter nobody has classified', { category: null, anonymous: true }, 'ordinary', null],
    ['khiếu nại under its own category', { heard: heard('complaint') }, 'complaint', 'guided'],
    ['tố cáo under its own category', { heard: heard('denunciation', 'complaint') }, 'denunciation', 'guided'],
    [
      'tố cáo from somebody unknown',
      { heard: heard('denunciation'), anonymous: true, category: GUIDED },
      'denunciation',
      'guided',
    ],
    ['what was filed as khiếu nại, tố cáo, though the words show none', { category: GUIDED }, 'complaint', 'guided'],
    ['an emergency under its category', { heard: heard('emergency') }, 'emergency', 'rubbish'],
    [
      'an emergency without the agency it is about',
      { heard: heard('emergency'), category: MANNERS },
      'emergency',
      'manners',
    ],
    [
      'an emergency from somebody unknown',
      { heard: heard('emergency'), category: MANNERS, anonymous: true },
      'emergency',
      'manners',
    ],
    [
      'an emergency with an accusation: the centre first',
      { heard: heard('emergency', 'denunciation') },
      'emergency',
      null,
    ],
    [
      'an emergency filed as khiếu nại, tố cáo: the centre first',
      { heard: heard('emergency'), category: GUIDED },
      'emergency',
      null,
    ],
    ['what the operator decided, up', { decided: 'emergency' }, 'emergency', 'rubbish'],
    ['what the operator decided, down', { heard: heard('emergency'), decided: 'ordinary' }, 'ordinary', 'rubbish'],
    [
      'a missing agency when nobody is there to ask',
      { category: MANNERS, missingSubject: 'queue' },
      'ordinary',
      'manners',
    ],
    ['a named agency', { category: MANNERS, subjectAgencyCode: 'X' }, 'ordinary', 'manners'],
  ])('takes in %s', (_, request, boundary, categoryCode) => {
    expect(admit({ ...PLAIN, ...request })).toEqual({ boundary, categoryCode });
  });

  it('asks for the agency and for the name, both at once', () => {
    const refused = admit({ ...PLAIN, category: MANNERS, anonymous: true });
    expect(Array.isArray(refused) && refused.map(({ field }: { field: string }) => field)).toEqual([
      'anonymous',
      'subjectAgencyCode',
    ]);
  });
});
