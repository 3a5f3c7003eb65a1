import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSlaFiles, rulesOf } from '../offline.js';
import { SlaError } from './sla-error.js';
import { WrittenCases, type CaseAnswer } from './written-case.js';

const rules = rulesOf(readSlaFiles(fileURLToPath(new URL('../../../provinces/dong-nai', import.meta.url))));
const cases = new WrittenCases({
  common: () => rules.agencyCalendar(null),
  ofAgency: (code) => (code === 'SXD' ? rules.agencyCalendar(code) : null),
});
const answer = (value: unknown): CaseAnswer => cases.answer(JSON.stringify(value));
const vn = (text: string): string => `${text.replace(' ', 'T')}+07:00`;

const DAY = [
  ['07:00', '11:30'],
  ['13:00', '16:30'],
];
const WEEK = { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY };
const ALL_DAY = [['00:00', '24:00']];
const vietnam = (changes: object) => ({ tz: 'Asia/Ho_Chi_Minh', hours: WEEK, ...changes });
const berlin = (changes: object = {}) => ({ tz: 'Europe/Berlin', hours: { ...WEEK, sun: ALL_DAY }, ...changes });

describe('deadlines', () => {
  it.each<[string, object, string, number]>([
    ['five days over Tết', { start: vn('2026-02-13 15:00:00'), limit: '5wd' }, vn('2026-02-27 16:30:00'), 2490],
    ['eight hours', { start: vn('2026-02-13 15:00:00'), limit: '8h' }, vn('2026-02-23 15:00:00'), 480],
    ['to the close', { start: vn('2026-02-13 15:00:00'), limit: '90m' }, vn('2026-02-13 16:30:00'), 90],
    ['half a minute', { start: vn('2026-02-13 16:29:45'), limit: '30s' }, vn('2026-02-23 07:00:15'), 0.5],
    ['day and night', { start: vn('2026-02-13 22:00:00'), limit: '4h24x7' }, vn('2026-02-14 02:00:00'), 240],
    ['milliseconds', { start: vn('2026-11-02 08:00:00.250'), limit: '1h' }, vn('2026-11-02 09:00:00.250'), 60],
    ['nothing', { start: vn('2026-11-21 08:00:00'), limit: '0wd' }, vn('2026-11-23 07:00:00'), 0],
    ['an agency', { start: vn('2026-11-02 08:00:00'), limit: '1wd', agency: 'SXD' }, vn('2026-11-03 16:30:00'), 900],
    [
      'another zone in the start',
      { start: '2026-02-13T08:00:00Z', limit: '8h', id: 'QĐ 12', note: 'trên giấy' },
      vn('2026-02-23 15:00:00'),
      480,
    ],
    [
      'what is null is not there',
      { start: vn('2026-11-02 08:00:00'), limit: '1h', agency: null, pauses: null, calendar: null, startRule: null },
      vn('2026-11-02 09:00:00'),
      60,
    ],
    [
      'overlapping pauses',
      {
        start: vn('2026-11-02 08:00:00'),
        limit: '2h',
        pauses: [
          [vn('2026-11-02 09:00:00'), vn('2026-11-02 09:30:00')],
          [vn('2026-11-02 09:15:00'), vn('2026-11-02 09:45:30')],
        ],
      },
      vn('2026-11-02 10:45:30'),
      120,
    ],
    [
      'from the day of the event: Monday evening, so Tuesday is the first day',
      { start: vn('2026-11-02 18:00:00'), limit: '2wd', startRule: 'event_day' },
      vn('2026-11-04 16:30:00'),
      960,
    ],
  ])('%s', (_, value, dueAt, workedMinutes) => {
    expect(answer(value)).toEqual({ dueAt, workedMinutes, explain: expect.any(Array) });
  });

  it('are explained', () => {
    expect(answer({ start: vn('2026-11-23 17:00:00'), limit: '1wd' })).toMatchObject({
      explain: [
        'Hạn: 1 ngày làm việc.',
        'Bắt đầu lúc 17:00 thứ Hai 23/11, sau giờ làm việc, nên coi như nhận lúc 07:00 thứ Tư 25/11 và tính từ hôm sau: thứ Năm.',
        'Không tính thứ Ba 24/11 (Ngày Văn hóa Việt Nam).',
        'Hết giờ làm việc thứ Năm là 16:30.',
      ],
    });
  });
});

describe('working time between two instants', () => {
  it.each<[string, object, number]>([
    ['over Tết', { from: vn('2026-02-13 15:00:00'), to: vn('2026-02-23 08:00:00') }, 9000],
    [
      'without a pause',
      {
        from: vn('2026-02-13 15:00:00'),
        to: vn('2026-02-23 08:00:00'),
        pauses: [[vn('2026-02-13 15:10:00'), vn('2026-02-13 15:20:00.5')]],
      },
      8399.5,
    ],
    ['the wrong way round', { from: vn('2026-02-23 08:00:00'), to: vn('2026-02-13 15:00:00') }, 0],
    [
      'a day of 25 hours',
      { from: '2026-10-25T00:00:00+02:00', to: '2026-10-26T00:00:00+01:00', calendar: berlin() },
      90_000,
    ],
    [
      'a day of 23 hours',
      { from: '2026-03-29T00:00:00+01:00', to: '2026-03-30T00:00:00+02:00', calendar: berlin() },
      82_800,
    ],
  ])('%s', (_, value, workedSeconds) => {
    expect(answer(value)).toEqual({ workedSeconds });
  });
});

describe('a calendar of its own', () => {
  it.each<[string, object, string]>([
    // Friday 10:00 in Berlin: Sunday is worked and has 25 hours, so two working days end with Monday.
    [
      'its offset',
      { start: '2026-10-23T15:00:00+07:00', limit: '2wd', calendar: berlin() },
      '2026-10-26T16:30:00+01:00',
    ],
    ['24:00', { start: '2026-11-06T08:00:00Z', limit: '1wd', calendar: berlin() }, '2026-11-09T00:00:00+01:00'],
    [
      'a day off of every year',
      { start: vn('2026-12-24 16:00:00'), limit: '1h', calendar: vietnam({ daysOff: ['--12-25', '2026-12-28'] }) },
      vn('2026-12-29 07:30:00'),
    ],
    [
      'a day that is off and worked is worked, with its own hours',
      {
        start: vn('2026-01-09 16:00:00'),
        limit: '1h',
        calendar: vietnam({ daysOff: ['2026-01-10'], workedDays: { '2026-01-10': [['08:00', '11:30']] } }),
      },
      vn('2026-01-10 08:30:00'),
    ],
    [
      'to the close of its last day',
      { start: vn('2026-12-30 08:00:00'), limit: '1wd', calendar: vietnam({ validFrom: null, validTo: '2026-12-31' }) },
      vn('2026-12-31 16:30:00'),
    ],
    [
      'from its first day on',
      { start: vn('2026-01-05 00:00:00'), limit: '0h', calendar: vietnam({ validFrom: '2026-01-05' }) },
      vn('2026-01-05 07:00:00'),
    ],
    [
      'for ever, and of every length',
      { start: vn('2077-06-01 08:00:00'), limit: '200wd', calendar: vietnam({}) },
      // 1 June 2077 is a Tuesday; 200 working days are 40 weeks.
      vn('2078-03-08 16:30:00'),
    ],
  ])('%s', (_, value, dueAt) => {
    expect(answer(value)).toMatchObject({ dueAt });
  });

  it('says 24:00 of the day that ends', () => {
    const { explain } = answer({ start: '2026-11-06T08:00:00Z', limit: '1wd', calendar: berlin() }) as unknown as {
      explain: string[];
    };
    expect(explain.at(-1)).toBe('Hết giờ làm việc Chủ nhật là 24:00.');
    expect(explain.join(' ')).not.toContain('thứ Hai');
  });

  it('whatever was asked before', () => {
    const far = { start: vn('2026-11-02 08:00:00'), limit: '999999wd', calendar: vietnam({}) };
    const before = { start: vn('1990-11-01 08:00:00'), limit: '1h', calendar: vietnam({}) };
    expect(answer(far)).toEqual({ error: 'Cách nhau quá 200 năm, không tính được.' });
    expect(answer(before)).toMatchObject({ dueAt: vn('1990-11-01 09:00:00') });
    expect(answer({ ...before, start: vn('2500-11-01 08:00:00') })).toMatchObject({ dueAt: vn('2500-11-01 09:00:00') });
    expect(answer(before)).toMatchObject({ dueAt: vn('1990-11-01 09:00:00') });
    expect(answer({ from: vn('1990-11-01 08:00:00'), to: vn('2200-11-01 08:00:00'), calendar: vietnam({}) })).toEqual({
      error: 'Cách nhau quá 200 năm, không tính được.',
    });
  });

  it('of any number', () => {
    for (let minute = 0; minute < 250; minute += 1) {
      const opens = `${String(7 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      const calendar = vietnam({ hours: { mon: [[opens, '16:30']] } });
      expect(answer({ start: vn('2026-11-01 08:00:00'), limit: '0h', calendar })).toMatchObject({
        dueAt: vn(`2026-11-02 ${opens}:00`),
      });
    }
  });
});

describe('what is wrong is said, and how to write it', () => {
  const start = vn('2026-11-02 08:00:00');
  const good = { start, limit: '1h' };

  it.each<[string, unknown, string]>([
    ['a list', [], 'Mỗi dòng là một trường hợp'],
    ['null', null, 'Mỗi dòng là một trường hợp'],
    ['a number', 5, 'Mỗi dòng là một trường hợp'],
    ['nothing', {}, 'start: viết trong dấu nháy'],
    ['no limit', { start }, 'limit: hạn viết như "5wd"'],
    ['no end', { from: start }, 'to: viết trong dấu nháy'],
    ['both questions', { ...good, from: start, to: start }, 'không có mục “start”, “limit”'],
    ['a misspelt pause', { ...good, pause: [] }, 'không có mục “pause”; trường hợp tính hạn có: start, limit'],
    ['a start that is a number', { ...good, start: 1_772_000_000 }, 'start: viết trong dấu nháy'],
    ['no offset', { ...good, start: '2026-11-02T08:00:00' }, 'thiếu múi giờ'],
    ['30 February', { ...good, start: vn('2026-02-30 08:00:00') }, 'không có thật'],
    ['an unknown unit', { ...good, limit: '5d' }, 'Hạn “5d” không đọc được'],
    ['a limit of a thousand letters', { ...good, limit: '5wd'.repeat(1000) }, 'limit: hạn viết như "5wd"'],
    ['a limit beyond the national table', { ...good, limit: '999999wd' }, 'không đủ để tính hạn này'],
    ['a start before the national table', { ...good, start: vn('2023-11-02 08:00:00') }, 'chỉ có từ 2024-01-01'],
    ['a rule nobody knows', { ...good, startRule: 'tomorrow' }, 'startRule: viết "next_opening" hoặc "event_day"'],
    ['an agency nobody knows', { ...good, agency: 'SXXD' }, 'Không có cơ quan mã “SXXD”'],
    ['an empty agency', { ...good, agency: '' }, 'agency: xin ghi mã cơ quan'],
    ['an agency beside a calendar', { ...good, agency: 'SXD', calendar: berlin() }, 'không ghi “agency”'],
    ['one pause without its list', { ...good, pauses: [start, start] }, 'pauses[0]: mỗi lần tạm dừng viết'],
    ['a pause without an end', { ...good, pauses: [[start]] }, 'pauses[0]: mỗi lần tạm dừng viết'],
    ['a pause that is open', { ...good, pauses: [[start, null]] }, 'pauses[0][1]: viết trong dấu nháy'],
    [
      'a pause that ends before it begins',
      { ...good, pauses: [[start, vn('2026-11-02 07:59:59')]] },
      'pauses[0]: tạm dừng kết thúc trước khi bắt đầu.',
    ],
    ['a calendar that is a name', { ...good, calendar: 'office' }, 'lịch viết trong { }'],
    ['no zone', { ...good, calendar: { hours: WEEK } }, 'tz: viết múi giờ'],
    ['an unknown zone', { ...good, calendar: vietnam({ tz: 'Asia/Bien_Hoa' }) }, 'Không có múi giờ “Asia/Bien_Hoa”'],
    ['a misspelt calendar', { ...good, calendar: vietnam({ dayOff: [] }) }, 'không có mục “dayOff”; lịch có: name, tz'],
    ['a misspelt weekday', { ...good, calendar: berlin({ hours: { monday: DAY } }) }, 'không có mục “monday”'],
    ['no working time', { ...good, calendar: berlin({ hours: {} }) }, 'không có giờ làm việc nào'],
    [
      'overlapping hours',
      {
        ...good,
        calendar: berlin({
          hours: {
            tue: [
              ['07:00', '11:30'],
              ['11:00', '12:00'],
            ],
          },
        }),
      },
      'thứ Ba: hai khoảng giờ làm việc chồng lên nhau',
    ],
    [
      'hours over midnight',
      { ...good, calendar: berlin({ hours: { tue: [['22:00', '06:00']] } }) },
      'ca qua đêm viết thành hai ngày',
    ],
    ['7h', { ...good, calendar: berlin({ hours: { tue: [['7:00', '11:00']] } }) }, 'hours.tue[0][0]: Giờ “7:00”'],
    ['25:00', { ...good, calendar: berlin({ hours: { tue: [['07:00', '25:00']] } }) }, 'hours.tue[0][1]: Giờ “25:00”'],
    ['a day off that is none', { ...good, calendar: vietnam({ daysOff: ['2026-02-30'] }) }, 'daysOff[0]: Ngày'],
    ['a yearly day that is none', { ...good, calendar: vietnam({ daysOff: ['--02-30'] }) }, 'daysOff[0]: Ngày'],
    [
      'a worked day that is none',
      { ...good, calendar: vietnam({ workedDays: { '2026-02-30': DAY } }) },
      'workedDays.2026-02-30: Ngày',
    ],
    ['a start beyond it', { ...good, calendar: vietnam({ validTo: '2026-11-01' }) }, 'đến 2026-11-01, không đủ'],
    ['a deadline beyond it', { ...good, limit: '1wd', calendar: vietnam({ validTo: '2026-11-02' }) }, 'không đủ'],
    [
      'a calendar that ends first',
      { ...good, calendar: vietnam({ validFrom: '2026-12-01', validTo: '2026-11-01' }) },
      'kết thúc trước khi bắt đầu',
    ],
  ])('%s', (_, value, message) => {
    const { error } = answer(value) as { error: string };
    expect(error).toContain(message);
    expect(error.length).toBeLessThan(500);
  });

  it('a line that is no JSON', () => {
    expect(cases.answer('{"start":')).toEqual({ error: expect.stringContaining('Dòng này không phải JSON.') });
    expect(cases.answer('['.repeat(100_000))).toEqual({ error: expect.stringContaining('không phải JSON') });
  });

  it('a calendar as deep as a well', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const line = `{"start":"${start}","limit":"1h","calendar":${deep}}`;
    expect(cases.answer(line)).toEqual({ error: expect.any(String) });
  });

  it('a calendar that cannot be had', () => {
    const none = new WrittenCases({
      common: () => {
        throw new SlaError('calendar-missing', 'Chưa có lịch.');
      },
      ofAgency: () => null,
    });
    expect(none.answer(JSON.stringify(good))).toEqual({ error: 'Chưa có lịch.' });
  });
});
