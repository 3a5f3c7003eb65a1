import { allows, type Principal } from '../identity/index.js';
import type { ListTab } from '../tickets/index.js';

/** One link of the bar. */
interface NavLink {
  readonly href: string;
  readonly label: string;
  readonly count: number | null;
  readonly current: boolean;
  /** What is late goes behind the word last, when the bar is narrow. */
  readonly late?: true;
}

/** What is not part of every hour stands behind one word. */
interface NavGroup {
  readonly label: string;
  readonly links: readonly NavLink[];
  /** One of them is open. */
  readonly current: boolean;
}

/** The links of a bar, in their order. */
export type Nav = readonly (NavLink | NavGroup)[];

/** So few links need no menu, unless the bar is full: what does not fit is cut off on a desk's screen. */
const FEW = 2;
const FULL = 9;

/** The address under which somebody's desk lies. */
export type DeskPath = '/don-vi' | '/dieu-phoi' | '/phieu';

/** Said in the address of a list to which an act on several tickets came back with none. */
export const NOTHING_CHOSEN = 'chua-chon';

export function deskPath(principal: Principal): DeskPath {
  if (allows(principal, 'ticket.classify')) return '/dieu-phoi';
  if (allows(principal, 'ticket.accept')) return '/don-vi';
  return '/phieu';
}

/**
 * The bar of a desk: the lists of this person with how much lies in each; what has ended, and the other pages of the
 * role, behind one word.
 *
 * @param open what is shown now: the name of a list, or the path of another page.
 */
export function navigation(
  principal: Principal,
  lists: { readonly tabs: readonly ListTab[]; readonly counts: ReadonlyMap<string, number> },
  open: string,
): Nav {
  const path = deskPath(principal);
  const link = (href: string, label: string, count: number | null = null): NavLink => ({
    href,
    label,
    count,
    current: href === open,
  });
  const shown = lists.tabs.filter(
    ({ whenAny, name }) => whenAny !== true || name === open || (lists.counts.get(name) ?? 0) > 0,
  );
  const tabs = (ended: boolean): NavLink[] =>
    shown
      .filter((tab) => (tab.of === 'ended') === ended)
      .map((tab) => ({
        ...link(`${path}?nhom=${tab.name}`, tab.label, lists.counts.get(tab.name) ?? null),
        current: tab.name === open,
        ...(tab.late === true ? { late: true as const } : {}),
      }));
  const knowledge = link('/kien-thuc', 'Kiến thức');
  const more = [
    ...tabs(true),
    ...(allows(principal, 'knowledge.edit') || allows(principal, 'knowledge.approve') ? [knowledge] : []),
    ...(allows(principal, 'ticket.publish') ? [link('/kiem-duyet', 'Kiểm duyệt')] : []),
    ...(allows(principal, 'canned.edit') ? [link('/van-mau', 'Văn mẫu')] : []),
    ...(allows(principal, 'call.supervise') ? [link('/giam-sat', 'Giám sát')] : []),
    ...(allows(principal, 'shift.read') ? [link('/ca-truc', 'Ca trực')] : []),
    ...(allows(principal, 'quality.read') ? [link('/chat-luong', 'Chất lượng')] : []),
    ...(allows(principal, 'call.figures') ? [link('/bang-tin', 'Bảng tin')] : []),
    ...(allows(principal, 'roster.edit') ? [link('/truc', 'Lịch trực')] : []),
    ...(path === '/don-vi' || allows(principal, 'deputy.edit') ? [link('/don-vi/phan-cong', 'Phân công')] : []),
    ...(allows(principal, 'call.supervise') ? [link('/chan-so', 'Chặn số')] : []),
    ...(allows(principal, 'overview.read') ? [link('/toan-canh', 'Toàn cảnh')] : []),
    ...(allows(principal, 'config.read') ? [link('/quan-tri', 'Quản trị')] : []),
    ...(allows(principal, 'audit.read') ? [link('/nhat-ky', 'Nhật ký')] : []),
  ];
  const here = more.find(({ current }) => current);
  const always = [
    ...(allows(principal, 'contact.record') ? [link('/tong-dai', 'Cuộc gọi'), link('/su-co', 'Sự cố')] : []),
    // Operators read from it with a caller on the line; whoever writes it has it behind the word.
    ...(allows(principal, 'contact.record') && !allows(principal, 'knowledge.edit') ? [knowledge] : []),
    ...tabs(false),
  ];
  return [
    ...always,
    ...(more.length <= FEW && (more.length < FEW || always.length + more.length <= FULL)
      ? more
      : // The word says where one is, when that is behind it.
        [{ label: here === undefined ? 'Thêm' : `Thêm: ${here.label}`, links: more, current: here !== undefined }]),
  ];
}
