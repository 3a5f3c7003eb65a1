import { describe, expect, it } from '@jest/globals';
import { keptWords } from '../../src/console/desk/kept-words.js';
import { phoneVi } from '../../src/console/desk/desk-view.js';
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

describe('the two bars', () => {
  const ROWS: [Role, string[]][] = [
    ['director', ['/phieu', '/van-mau', '/truc', '/don-vi/phan-cong', '/toan-canh']],
    ['overseer', ['/phieu', '/toan-canh']],
    ['leader', ['/toan-canh']],
    ['auditor', ['/phieu', '/nhat-ky']],
    ['admin', ['/truc', '/quan-tri']],
  ];
  it.each(ROWS)('lead the %s to the same pages', (role, pages) => {
    const principal = { kind: 'staff', accountId: 'A', displayName: '', roles: [role], agencyCode: 'TD1022' } as const;
    expect(staffNav(principal, '/').map(({ href }) => href)).toEqual(pages);
    const beside = navigation(principal, { tabs: [], counts: new Map() }, 'open').map(({ href }) => href);
    expect(beside).toEqual(pages.filter((href) => href !== '/phieu'));
  });
});
