import type { TicketScope } from '../domain/policy.js';
import type { TicketState } from '../domain/state-table.js';

/** One list, as data: which tickets, in which order. Each is one range of one index. */
export interface ListTab {
  readonly name: string;
  readonly label: string;
  readonly side: 'agency' | 'centre';
  /** One state, or all open ones, or all that have ended; or those whose answer promises what is not reported done yet. */
  readonly of: TicketState | 'open' | 'ended' | 'committed';
  readonly mine?: true;
  readonly late?: true;
  /** Only those whose request for more time waits for the head. */
  readonly extensionAsked?: true;
  /** Of another lead, to which the agency owes a part. */
  readonly supporting?: true;
  /** Only those that an agency has given back. */
  readonly returned?: true;
  /** Only those whose agency asks the overseer to look at the ruling again. */
  readonly appealed?: true;
  /** Left out: for everybody on that side. */
  readonly scope?: TicketScope['kind'];
  /** Stands in the bar only while something lies in it. */
  readonly whenAny?: true;
}

export const LIST_TABS: readonly ListTab[] = [
  { name: 'mine', label: 'Việc của tôi', side: 'agency', of: 'in_progress', mine: true },
  { name: 'to_accept', label: 'Chờ nhận', side: 'agency', of: 'assigned' },
  { name: 'in_progress', label: 'Đang xử lý', side: 'agency', of: 'in_progress' },
  { name: 'waiting', label: 'Chờ bổ sung', side: 'agency', of: 'awaiting_info', whenAny: true },
  { name: 'to_approve', label: 'Chờ duyệt', side: 'agency', of: 'awaiting_approval' },
  { name: 'to_extend', label: 'Xin gia hạn', side: 'agency', of: 'open', extensionAsked: true, whenAny: true },
  { name: 'supporting', label: 'Phối hợp', side: 'agency', of: 'open', supporting: true, whenAny: true },
  { name: 'open', label: 'Cả đơn vị', side: 'agency', of: 'open' },
  { name: 'late', label: 'Trễ', side: 'agency', of: 'open', late: true },
  { name: 'promised', label: 'Đã hẹn', side: 'agency', of: 'committed', whenAny: true },
  { name: 'done', label: 'Đã xong', side: 'agency', of: 'ended' },
  { name: 'triage', label: 'Chờ phân loại', side: 'centre', of: 'received' },
  {
    name: 'returned',
    label: 'Bị trả lại',
    side: 'centre',
    of: 'received',
    returned: true,
    scope: 'all',
    whenAny: true,
  },
  {
    name: 'appealed',
    label: 'Đề nghị xem lại',
    side: 'centre',
    of: 'open',
    appealed: true,
    scope: 'watch',
    whenAny: true,
  },
  { name: 'to_publish', label: 'Chờ công khai', side: 'centre', of: 'awaiting_publication' },
  { name: 'open', label: 'Đang mở', side: 'centre', of: 'open' },
  { name: 'late', label: 'Trễ', side: 'centre', of: 'open', late: true },
  { name: 'promised', label: 'Đã hẹn', side: 'centre', of: 'committed', whenAny: true },
  { name: 'done', label: 'Đã xong', side: 'centre', of: 'ended' },
];

/** The lists somebody has. */
export function tabsOf(scope: TicketScope): readonly ListTab[] {
  if (scope.kind === 'none') return [];
  const side = scope.kind === 'agency' ? 'agency' : 'centre';
  return LIST_TABS.filter((tab) => tab.side === side && (tab.scope ?? scope.kind) === scope.kind);
}

/** A list by its name, of those somebody has; null when there is none. */
export function tabOf(scope: TicketScope, name: string): ListTab | null {
  return tabsOf(scope).find((tab) => tab.name === name) ?? null;
}

/** Where a page ended. */
export interface ListPosition {
  readonly dueAt: Date;
  readonly id: string;
}

export function encodeCursor({ dueAt, id }: ListPosition): string {
  return Buffer.from(`${dueAt.toISOString()} ${id}`).toString('base64url');
}

/** @returns null for what is no cursor of ours. */
export function decodeCursor(cursor: string): ListPosition | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9A-HJKMNP-TV-Z]{26})$/.exec(
    Buffer.from(cursor, 'base64url').toString(),
  );
  const [, iso = '', id = ''] = match ?? [];
  const dueAt = new Date(iso);
  return match === null || Number.isNaN(dueAt.getTime()) ? null : { dueAt, id };
}
