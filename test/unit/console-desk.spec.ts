import { describe, expect, it } from '@jest/globals';
import { keptWords } from '../../src/console/desk/kept-words.js';
import { phoneVi } from '../../src/console/desk/desk-view.js';
import { LIST_TABS } from '../../src/tickets/queries/list-tabs.js';
import { navigation } from '../../src/console/navigation.js';
import type { Role } from '../../src/identity/index.js';
import { staffNav } from '../../src/reports/staff-nav.js';

describe('words of a form that is gone', () => {
  const form = { values: { found: 'Cống nghẹt rác.', done: ' ', version: '3' }, errors: [] };

  it('stand there to be copied when a colleague was first', () => {
    expect(keptWords({ step: 'answer', part: null }, form, [{ kind: 'wait' }])).toEqual([
      { name: 'found', label: 'Đã kiểm tra', value: 'Cống nghẹt rác.' },
    ]);
  });

  it('are not shown twice when the form is still there', () => {
    expect(keptWords({ step: 'answer-draft', part: null }, form, [{ kind: 'answer' }])).toBeNull();
  });

  it('are nothing when nothing was written', () => {
    expect(
      keptWords({ step: 'accept', part: null }, { values: { version: '3' }, errors: [] }, [{ kind: 'wait' }]),
    ).toBeNull();
  });
});

it.each([
  ['+84900000050', '0900 000 050'],
  ['+842510000018', '02510000018'],
  ['+4930123456', '+4930123456'],
])('%s is read as %s', (e164, read) => {
  expect(phoneVi(e164)).toBe(read);
});

describe('the bar of a desk', () => {
  const of = (roles: Role[], open: string) =>
    navigation(
      { kind: 'staff', accountId: 'A', displayName: '', roles, agencyCode: 'TD1022' },
      { tabs: LIST_TABS.filter(({ side }) => side === 'centre'), counts: new Map() },
      open,
    );

  it('keeps what every hour needs in sight, and the rest behind one word', () => {
    const bar = of(['coordinator'], 'triage');
    expect(bar.map(({ label }) => label)).toEqual([
      'Cuộc gọi',
      'Sự cố',
      'Chờ phân loại',
      'Chờ công khai',
      'Đang mở',
      'Trễ',
      'Thêm',
    ]);
    const group = bar.at(-1);
    expect(group !== undefined && 'links' in group && group.links.map(({ label }) => label)).toEqual([
      'Đã xong',
      'Kiến thức',
      'Kiểm duyệt',
      'Văn mẫu',
      'Giám sát',
      'Ca trực',
      'Chất lượng',
      'Bảng tin',
      'Lịch trực',
      'Chặn số',
    ]);
  });

  it('puts two behind the word when the bar is full, so that none is cut off', () => {
    const handler = { kind: 'staff', accountId: 'A', displayName: '', roles: ['handler'], agencyCode: 'SXD' } as const;
    const tabs = LIST_TABS.filter(({ side }) => side === 'agency');
    const bar = (counts: ReadonlyMap<string, number>) =>
      navigation(handler, { tabs, counts }, 'mine').map(({ label }) => label);
    expect(bar(new Map())).toContain('Phân công');
    const full = bar(new Map(tabs.map(({ name }) => [name, 1])));
    expect(full).not.toContain('Phân công');
    expect(full.at(-1)).toBe('Thêm');
  });

  it('says where one is when that is behind the word, and has no menu for two', () => {
    expect(of(['coordinator'], '/van-mau').at(-1)).toMatchObject({ label: 'Thêm: Văn mẫu', current: true });
    const operator = of(['operator'], 'open').map(({ label }) => label);
    expect(operator).toContain('Kiến thức');
    expect(operator.at(-1)).toBe('Thêm');
    expect(of(['auditor'], 'open').map(({ label }) => label)).toEqual(expect.arrayContaining(['Đã xong', 'Nhật ký']));
  });
});

describe('the two bars', () => {
  const ROWS: [Role, string[]][] = [
    [
      'director',
      [
        '/phieu',
        '/kien-thuc',
        '/van-mau',
        '/giam-sat',
        '/ca-truc',
        '/chat-luong',
        '/bang-tin',
        '/truc',
        '/don-vi/phan-cong',
        '/chan-so',
        '/toan-canh',
      ],
    ],
    ['overseer', ['/phieu', '/bang-tin', '/toan-canh']],
    ['leader', ['/bang-tin', '/toan-canh']],
    ['auditor', ['/phieu', '/nhat-ky']],
    ['admin', ['/truc', '/quan-tri']],
  ];
  it.each(ROWS)('lead the %s to the same pages', (role, pages) => {
    const principal = { kind: 'staff', accountId: 'A', displayName: '', roles: [role], agencyCode: 'TD1022' } as const;
    expect(staffNav(principal, '/').map(({ href }) => href)).toEqual(pages);
    const beside = navigation(principal, { tabs: [], counts: new Map() }, 'open')
      .flatMap((one) => ('links' in one ? one.links : [one]))
      .map(({ href }) => href);
    expect(beside).toEqual(pages.filter((href) => href !== '/phieu'));
  });
});
