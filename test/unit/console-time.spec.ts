import { describe, expect, it } from '@jest/globals';
import { badge, mostPressing } from '../../src/console/desk/clock-badge.js';
import { inOrder } from '../../src/console/desk/list-order.js';
import { jumpLabel } from '../../src/console/desk/next-steps.js';
import { firingLine, inTime, movedLines } from '../../src/console/desk/time-story.js';
import type { FiringView } from '../../src/escalation/index.js';
import type { MovedDeadline } from '../../src/sla-admin/index.js';
import type { ClockDetail, ClockView, ListItem } from '../../src/tickets/index.js';

const at = (vietnam: string): Date => new Date(`${vietnam.replace(' ', 'T')}:00+07:00`);

/** As it is read: what keeps a time together is not seen. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

const CLOCK: ClockView = {
  id: 'c1',
  kind: 'resolve',
  label: 'Trả lời người dân',
  holder: { code: 'SXD', name: 'Sở Xây dựng' },
  holderAccountId: null,
  startedAt: at('2026-11-16 08:00'),
  dueAt: at('2026-11-19 16:30'),
  stoppedAt: null,
  late: false,
  remaining: 'còn 5 giờ 48 phút, đến 16:30 hôm nay',
  remainingShort: 'còn 5 giờ 48 phút',
  remainingUntil: 'đến 16:30 hôm nay',
  usedShare: 0.5,
  still: null,
  countdown: {
    at: at('2026-11-19 09:12').getTime(),
    dueAt: at('2026-11-19 16:30').getTime(),
    left: 20_880,
    budget: 86_400,
    day: 28_800,
    elapsed: false,
    zone: 'Asia/Ho_Chi_Minh',
    open: [[at('2026-11-19 07:00').getTime(), at('2026-11-19 11:30').getTime()]],
  },
};

describe('a badge', () => {
  it.each<[string, Partial<ClockView>, object]>([
    ['runs', {}, { tone: 'ok', text: 'còn 5 giờ 48 phút', until: 'đến 16:30 hôm nay', off: false }],
    ['presses from four fifths on', { usedShare: 0.8 }, { tone: 'soon' }],
    [
      'is late',
      { late: true, usedShare: 1.2, remainingShort: 'trễ 2 giờ', remainingUntil: 'hạn 16:30 hôm qua' },
      { tone: 'late', dash: null, text: 'trễ 2 giờ', until: 'hạn 16:30 hôm qua' },
    ],
    [
      'is late since the closing, and says the deadline once',
      { late: true, remainingShort: 'trễ từ 16:30 hôm qua', remainingUntil: 'hạn 16:30 hôm qua' },
      { text: 'trễ từ 16:30 hôm qua', until: '' },
    ],
    [
      'stands still, and nothing in it moves',
      {
        still: { since: at('2026-11-18 09:00'), reason: 'awaiting_citizen' },
        countdown: null,
        remainingShort: 'tạm dừng',
        remainingUntil: 'từ 09:00 hôm qua, vì chờ người gửi bổ sung',
      },
      { tone: 'hold', text: 'tạm dừng', until: 'từ 09:00 hôm qua, vì chờ người gửi bổ sung', live: null, off: false },
    ],
  ])('%s', (_, changes, expected) => {
    expect(badge({ ...CLOCK, ...changes })).toMatchObject(expected);
  });

  it('names what is due where no label stands beside it, before and after', () => {
    expect(badge({ ...CLOCK, kind: 'accept' }, true).text).toBe('còn 5 giờ 48 phút để nhận');
    expect(badge({ ...CLOCK, kind: 'accept', late: true, remainingShort: 'trễ 1 giờ' }, true).text).toBe(
      'trễ 1 giờ, chưa nhận',
    );
  });

  it('says when it is outside hours', () => {
    const lunch = { ...CLOCK.countdown, at: at('2026-11-19 06:00').getTime() } as ClockView['countdown'];
    expect(badge({ ...CLOCK, countdown: lunch }).off).toBe(true);
  });
});

const later: ClockView = { ...CLOCK, id: 'c2', kind: 'resolve_holder', dueAt: at('2026-11-20 16:30') };
const publish: ClockView = {
  ...CLOCK,
  id: 'c3',
  kind: 'publish',
  holder: { code: 'TD1022', name: 'Tổng đài 1022' },
  dueAt: at('2026-11-18 16:30'),
};
const paused: ClockView = {
  ...CLOCK,
  id: 'c4',
  dueAt: at('2026-11-17 16:30'),
  still: { since: at('2026-11-17 09:00'), reason: 'awaiting_citizen' },
};

describe('what presses most', () => {
  it.each([
    ['an agency: its own clocks', [publish, later, CLOCK], 'SXD', 'c1'],
    ['an agency without one of its own: whatever runs', [publish], 'SXD', 'c3'],
    ['the centre: the nearest', [later, CLOCK, publish], null, 'c3'],
    ['nobody: what stands still, while another runs', [paused, later], 'SXD', 'c2'],
  ])('%s', (_, clocks, agency, expected) => {
    expect(mostPressing(clocks, agency)?.id).toBe(expected);
  });
});

describe('the order of a list', () => {
  const item = (id: string, clocks: readonly ClockView[]): ListItem => ({ id, clocks }) as ListItem;
  const items = [item('paused', [paused]), item('later', [later]), item('first', [CLOCK]), item('none', [])];
  const own = { of: 'open', whole: true, agencyCode: 'SXD' } as const;

  it('is by pressure while it is shown whole; what stands still goes last, then what has no clock', () => {
    const { items: sorted, words } = inOrder(items, own);
    expect([sorted.map(({ id }) => id), words]).toEqual([
      ['first', 'later', 'paused', 'none'],
      'Theo hạn gần nhất của đơn vị',
    ]);
  });

  it('is the index’s when it has several pages, or has ended, and says so', () => {
    expect(inOrder(items, { ...own, whole: false })).toEqual({ items, words: 'Theo hạn trả lời người dân' });
    expect(inOrder(items, { ...own, of: 'ended' })).toEqual({ items, words: 'Mới xong đứng trên' });
    expect(inOrder(items, { ...own, of: 'committed' })).toEqual({ items, words: 'Theo ngày đã hẹn' });
  });
});

describe('what the ladders did, in sentences', () => {
  const firing: FiringView = {
    clockId: 'c2',
    kind: 'resolve_holder',
    mark: '80%',
    agencyCode: 'SXD',
    accountId: null,
    actions: ['notify'],
    fallback: null,
    dueAt: at('2026-11-19 16:30'),
    firedAt: at('2026-11-18 15:00'),
    told: [
      { accountId: 'a', role: 'head', withdrawn: false, acknowledgedAt: null },
      { accountId: 'b', role: 'head', withdrawn: false, acknowledgedAt: null },
    ],
  };
  const told = (...roles: FiringView['told'][number]['role'][]): FiringView['told'] =>
    roles.map((role) => ({ accountId: role, role, withdrawn: false, acknowledgedAt: null }));

  it.each<[Partial<FiringView>, string]>([
    [{}, 'Đã dùng 80 % thời gian của đơn vị; đã báo lãnh đạo Sở Xây dựng.'],
    [
      { mark: '100%', kind: 'resolve', actions: ['notify', 'flag', 'apology'], told: told('head', 'director') },
      'Hết hạn trả lời người dân lúc 16:30 thứ Năm 19/11; đã báo lãnh đạo Sở Xây dựng và giám đốc Trung tâm 1022; phiếu được đánh dấu; Sở Xây dựng phải gửi thư xin lỗi.',
    ],
    [
      { mark: '+2wd', kind: 'resolve', actions: ['notify', 'overseer_list'], told: told('overseer') },
      'Quá hạn trả lời người dân 2 ngày làm việc; đã báo Văn phòng UBND; đưa vào danh sách Văn phòng UBND theo dõi.',
    ],
    [
      {
        mark: '50%',
        kind: 'accept',
        told: [{ accountId: 'a', role: 'on_call', withdrawn: false, acknowledgedAt: at('2026-11-18 15:02') }],
      },
      'Đã dùng 50 % thời gian nhận việc; đã báo người trực của Sở Xây dựng, đã có người xác nhận.',
    ],
    [{ fallback: 'nobody', told: [] }, 'Đã dùng 80 % thời gian của đơn vị; chưa có ai để báo.'],
    [
      { told: [{ accountId: 'a', role: 'head', withdrawn: true, acknowledgedAt: null }] },
      'Đã dùng 80 % thời gian của đơn vị.',
    ],
  ])('%j', (changes, text) => {
    expect(plain(firingLine({ ...firing, ...changes }, () => 'Sở Xây dựng').text)).toBe(text);
  });

  it('one change of the rules is one line, whatever it moved', () => {
    const move = (clockId: string): MovedDeadline => ({
      clockId,
      changeId: 'x',
      kind: 'days',
      proposal: { kind: 'load' },
      note: 'Thông báo nghỉ lễ 2027',
      dueBefore: at('2026-11-19 16:30'),
      dueAfter: at('2026-11-20 16:30'),
      at: at('2026-11-17 08:00'),
    });
    const clocks = [CLOCK, later] as ClockDetail[];
    const lines = movedLines([move('c1'), move('c2')], clocks);
    expect(lines.map((line) => ({ ...line, text: plain(line.text) }))).toEqual([
      {
        at: at('2026-11-17 08:00'),
        icon: 'calendar-clock',
        text: 'Ngày nghỉ, ngày làm bù thay đổi: hạn trả lời người dân chuyển từ 16:30 thứ Năm 19/11 thành 16:30 thứ Sáu 20/11; hạn của đơn vị chuyển từ 16:30 thứ Năm 19/11 thành 16:30 thứ Sáu 20/11.',
        remark: 'Thông báo nghỉ lễ 2027',
      },
    ]);
  });

  it('all lines stand in the order of time', () => {
    const lines = [{ at: at('2026-11-18 08:00') }, { at: at('2026-11-17 08:00') }];
    expect(inTime(lines)).toEqual([lines[1], lines[0]]);
  });
});

it.each([
  [[{ kind: 'accept' as const }], 'Bước tiếp theo: nhận việc'],
  [[{ kind: 'wait' as const }], null],
  [[{ kind: 'wait' as const }, { kind: 'reclassify' as const }], 'Việc làm được với phiếu này'],
  [[], null],
])('the way to %j is called %s', (steps, label) => {
  expect(jumpLabel(steps)).toBe(label);
});
