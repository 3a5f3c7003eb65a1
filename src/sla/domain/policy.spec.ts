import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSlaFiles, rulesOf } from '../index.js';
import type { SlaPolicyRow } from '../entities.js';
import { isoText } from './explanation.js';
import { CLOCK_KINDS, type ClockKind } from './clock-kind.js';
import { SlaRules } from './sla-rules.js';

const rows = readSlaFiles(fileURLToPath(new URL('../../../provinces/dong-nai', import.meta.url)));
const rules = rulesOf(rows);
const CLASSES = ['K0', 'K1', 'K2', 'K3', 'K4', 'K5', 'K6'];
const plan = (kind: ClockKind, slaClass: string | null, start = '2026-11-20T15:00:00+07:00', from: SlaRules = rules) =>
  from.plan(kind, { slaClass, startedAt: new Date(start), holderAgencyCode: 'SXD' });

describe('the policies of the province', () => {
  it.each<[ClockKind, string | null, string | null, string | null]>([
    ['classify', null, '2h', 'hotline'],
    ['classify', 'K3', '2h', 'hotline'],
    ['classify', 'K1', '15m24x7', '24x7'],
    ['accept', null, '8h', 'agency'],
    ['accept', 'K5', '8h', 'agency'],
    ['accept', 'K1', '30m24x7', '24x7'],
    ['act', 'K1', '4h24x7', '24x7'],
    ['act', 'K2', null, null],
    ['act', null, null, null],
    ['resolve', 'K0', '1wd', 'office'],
    ['resolve', 'K1', '1wd', 'office'],
    ['resolve', 'K2', '3wd', 'office'],
    ['resolve', 'K3', '5wd', 'office'],
    ['resolve', 'K4', '10wd', 'office'],
    ['resolve', 'K5', '15wd', 'office'],
    ['resolve', 'K6', '2wd', 'office'],
    ['resolve', null, null, null],
    ['resolve_holder', 'K2', '3wd', 'agency'],
    ['resolve_holder', null, null, null],
    ['publish', 'K2', '2wd', 'office'],
    // A complaint or denunciation is never published.
    ['publish', 'K6', null, null],
  ])('%s of %s: %s in %s', (kind, slaClass, limit, calendar) => {
    const found = plan(kind, slaClass);
    expect([found?.limit ?? null, found?.calendarCode ?? null]).toEqual([limit, calendar]);
  });

  it('every class gives every deadline that its tickets need', () => {
    for (const slaClass of CLASSES) {
      for (const kind of CLOCK_KINDS) {
        const none = (kind === 'act' && slaClass !== 'K1') || (kind === 'publish' && slaClass === 'K6');
        expect([slaClass, kind, plan(kind, slaClass) === null]).toEqual([slaClass, kind, none]);
      }
    }
  });

  it('the hotline works on a Sunday and on a holiday, agencies do not', () => {
    // 24/11/2026 is a day off; the hotline answers until 21:00.
    expect(plan('classify', null, '2026-11-24T20:00:00+07:00')?.dueAt).toEqual(new Date('2026-11-25T08:00:00+07:00'));
    expect(plan('accept', 'K3', '2026-11-24T20:00:00+07:00')?.dueAt).toEqual(new Date('2026-11-25T16:30:00+07:00'));
  });

  it('a plan is plain JSON beside its instants, and says what was judged by which version', () => {
    const found = plan('resolve', 'K2');
    expect(found).toMatchObject({
      kind: 'resolve',
      holderAgencyCode: 'SXD',
      policyVersion: 1,
      startedAt: new Date('2026-11-20T15:00:00+07:00'),
      dueAt: new Date('2026-11-26T16:30:00+07:00'),
      explanation: { clock: 'resolve', slaClass: 'K2', phrase: 'việc hiện trường', dueAt: '2026-11-26T16:30:00+07:00' },
    });
    expect(JSON.parse(JSON.stringify(found?.explanation))).toEqual(found?.explanation);
  });
});

/** A policy for every category, priority and agency. */
const ANYBODY = {
  categoryCode: '*',
  priority: '*',
  agencyCode: '*',
  extension: null,
  enabled: true,
  basis: null,
  origin: 'file',
} as const;

describe('versions and calendars over time', () => {
  const resolve = (version: number, limit: string, validFrom: string, validTo: string | null) =>
    ({ ...ANYBODY, version, clock: 'resolve', slaClass: 'K2', limit, calendar: 'office', validFrom, validTo }) as const;
  const withPolicies = (...policies: ReturnType<typeof resolve>[]): SlaRules =>
    rulesOf({ ...rows, policies: policies.map((policy) => ({ ...policy })) });

  it.each([
    ['2026-12-31T23:59:59+07:00', 1],
    // Still 31/12 in UTC.
    ['2027-01-01T00:00:00+07:00', 2],
  ])('a clock that starts at %s is judged by version %d', (start, version) => {
    const both = withPolicies(resolve(1, '3wd', '2024-01-01', '2027-01-01'), resolve(2, '2wd', '2027-01-01', null));
    expect(plan('resolve', 'K2', start, both)?.policyVersion).toBe(version);
  });

  it('where two versions hold on one day the later one goes before, in whatever order they were read', () => {
    const first = resolve(1, '3wd', '2024-01-01', null);
    const second = resolve(2, '2wd', '2027-01-01', null);
    for (const both of [withPolicies(first, second), withPolicies(second, first)]) {
      const versions = ['2026-12-31', '2027-01-01'].map(
        (day) => plan('resolve', 'K2', `${day}T08:00:00+07:00`, both)?.policyVersion,
      );
      expect(versions).toEqual([1, 2]);
    }
  });

  it('an agency’s own hours count for its own clocks only', () => {
    const late = rulesOf({
      ...rows,
      calendars: [
        ...rows.calendars,
        {
          code: 'sxd',
          name: 'Giờ của Sở Xây dựng',
          role: 'holder',
          agencyCode: 'SXD',
          zone: 'Asia/Ho_Chi_Minh',
          nationalDays: true,
          origin: 'file',
        },
      ],
      hours: [
        ...rows.hours,
        {
          calendarCode: 'sxd',
          validFrom: '2024-01-01',
          validTo: null,
          week: JSON.stringify({ 5: ['08:00-12:00', '13:30-17:30'], 1: ['08:00-12:00'] }),
          origin: 'file',
        },
      ],
      days: [
        ...rows.days,
        {
          scope: 'sxd',
          on: '2026-11-23',
          type: 'local',
          replaces: null,
          name: 'Ngày truyền thống',
          source: 'Quyết định thử',
          provisional: false,
          origin: 'file',
        },
      ],
    });
    const due = (kind: ClockKind, holderAgencyCode: string): string => {
      const found = late.plan(kind, {
        slaClass: 'K2',
        startedAt: new Date('2026-11-20T16:00:00+07:00'),
        holderAgencyCode,
      });
      return found ? isoText(late.agencyCalendar(null).wallClock, found.dueAt.getTime()) : '';
    };
    // Friday 16:00–17:30, nothing on its own day off, then Friday 08:00–12:00 and 13:30–16:00.
    expect(due('accept', 'SXD')).toBe('2026-11-27T16:00:00+07:00');
    expect(due('accept', 'SYT')).toBe('2026-11-23T16:00:00+07:00');
    expect(due('resolve', 'SXD')).toBe('2026-11-26T16:30:00+07:00');
  });
});

describe('how a clock stands', () => {
  const clock = {
    calendarCode: 'office',
    limit: '3wd',
    startedAt: new Date('2026-11-02T08:00:00+07:00'),
    dueAt: new Date('2026-11-05T16:30:00+07:00'),
  };
  const at = (time: string) => new Date(`${time}:00+07:00`);

  it.each([
    ['at the start', '2026-11-02T08:00', false, 31, 0],
    ['at lunch', '2026-11-02T12:00', false, 27.5, 3.5 / 31],
    ['at the deadline', '2026-11-05T16:30', false, 0, 1],
    ['in the evening after it', '2026-11-05T20:00', true, 0, 1],
    ['three hours into the next day', '2026-11-06T10:00', true, 3, 34 / 31],
  ])('%s', (_, now, late, hours, share) => {
    const standing = rules.standing(clock, at(now));
    expect([standing.late, standing.seconds / 3600]).toEqual([late, hours]);
    expect(standing.usedShare).toBeCloseTo(share, 9);
  });

  it('pauses are neither used nor left', () => {
    const pauses = [{ from: at('2026-11-03T09:00'), to: at('2026-11-03T10:00') }];
    const paused = { ...clock, dueAt: at('2026-11-06T08:00'), pauses };
    expect(rules.standing(paused, at('2026-11-03T10:00')).seconds / 3600).toBe(22);
    expect(rules.standing(paused, at('2026-11-03T10:00')).usedShare).toBeCloseTo(9 / 31, 9);
  });

  it('long after the calendar has ended a late clock still says how late it is', () => {
    const standing = rules.standing(clock, new Date('2040-01-01T00:00:00Z'));
    expect(standing.late).toBe(true);
    expect(standing.seconds).toBeGreaterThan(0);
  });
});

describe('policies of their own', () => {
  const of = (parts: Partial<SlaPolicyRow>): SlaPolicyRow => ({
    ...ANYBODY,
    version: 1,
    clock: 'resolve',
    slaClass: '*',
    limit: '9wd',
    calendar: 'office',
    validFrom: '2024-01-01',
    validTo: null,
    ...parts,
  });
  const policies = rulesOf({
    ...rows,
    policies: [
      of({ limit: '9wd' }),
      of({ slaClass: 'K2', limit: '3wd' }),
      of({ priority: 'high', limit: '2wd' }),
      of({ agencyCode: 'SXD', limit: '4wd' }),
      of({ agencyCode: 'SXD', slaClass: 'K2', limit: '5wd' }),
      of({ categoryCode: 'ho-ga', limit: '1wd' }),
      of({ categoryCode: 'ho-ga', limit: '6wd', version: 2, validFrom: '2027-01-01' }),
    ],
  });

  it.each([
    ['nothing special', { slaClass: 'K3' }, '9wd'],
    ['its class', { slaClass: 'K2' }, '3wd'],
    ['a priority goes before a class', { slaClass: 'K2', priority: 'high' }, '2wd'],
    ['an agency goes before a priority', { slaClass: 'K3', priority: 'high', holderAgencyCode: 'SXD' }, '4wd'],
    ['an agency with the class goes before the agency', { slaClass: 'K2', holderAgencyCode: 'SXD' }, '5wd'],
    ['a category goes before all', { slaClass: 'K2', categoryCode: 'ho-ga', holderAgencyCode: 'SXD' }, '1wd'],
    ['a later version from its day on', { slaClass: 'K2', categoryCode: 'ho-ga', startedAt: '2027-01-01' }, '6wd'],
  ] as const)('%s', (_, facts, limit) => {
    const { startedAt = '2026-11-20', ...rest } = facts as { startedAt?: string };
    const request = { slaClass: null, holderAgencyCode: 'STC', ...rest };
    expect(policies.plan('resolve', { ...request, startedAt: new Date(`${startedAt}T08:00:00+07:00`) })?.limit).toBe(
      limit,
    );
  });
});

describe('ladders', () => {
  it('of a class goes before that for every class; a clock carries the first step', () => {
    // From Friday 20/11 15:00: 1 h 30 of the day, then 8 h each on Monday, Wednesday, Thursday; half is 12 h 45.
    expect(plan('resolve_holder', 'K2')).toMatchObject({
      ladderVersion: 1,
      timer: { mark: '50%', at: new Date('2026-11-25T10:15:00+07:00') },
    });
    expect(plan('resolve', 'K2')?.timer).toEqual({ mark: '100%', at: new Date('2026-11-26T16:30:00+07:00') });
    expect(plan('accept', 'K1')?.timer).toEqual({ mark: '0%', at: new Date('2026-11-20T15:00:00+07:00') });
  });

  it('a policy that is switched off gives deadlines and no steps', () => {
    const off = rulesOf({ ...rows, policies: rows.policies.map((policy) => ({ ...policy, enabled: false })) });
    expect(plan('resolve', 'K2', '2026-11-20T15:00:00+07:00', off)).toMatchObject({
      dueAt: new Date('2026-11-26T16:30:00+07:00'),
      timer: null,
    });
  });
});
