import { allows, type Permission, type StaffPrincipal } from '../identity/index.js';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly count: null;
  readonly current: boolean;
}

const PAGES: readonly (readonly [string, Permission, string])[] = [
  ['/tong-dai', 'contact.record', 'Tổng đài'],
  ['/dieu-phoi', 'ticket.classify', 'Điều phối'],
  ['/don-vi', 'ticket.accept', 'Việc của đơn vị'],
  ['/kien-thuc', 'knowledge.approve', 'Kiến thức'],
  ['/kiem-duyet', 'ticket.publish', 'Kiểm duyệt'],
  ['/van-mau', 'canned.edit', 'Văn mẫu'],
  ['/giam-sat', 'call.supervise', 'Giám sát'],
  ['/ca-truc', 'shift.read', 'Ca trực'],
  ['/chat-luong', 'quality.read', 'Chất lượng'],
  ['/bang-tin', 'call.figures', 'Bảng tin'],
  ['/truc', 'roster.edit', 'Lịch trực'],
  ['/don-vi/phan-cong', 'deputy.edit', 'Phân công'],
  ['/chan-so', 'call.supervise', 'Chặn số'],
  ['/toan-canh', 'overview.read', 'Toàn cảnh'],
  ['/quan-tri', 'config.read', 'Quản trị'],
  ['/nhat-ky', 'audit.read', 'Nhật ký'],
];

/** The pages an account may open; one with several roles gets from one to the other. */
export function staffNav(principal: StaffPrincipal, path: string): NavItem[] {
  const pages = PAGES.filter(([, permission]) => allows(principal, permission)).map(([href, , label]) => [href, label]);
  // Whoever reads tickets without working on them has a desk too: director, overseer, auditor.
  const worksElsewhere = allows(principal, 'ticket.classify') || allows(principal, 'ticket.accept');
  const reads = allows(principal, 'ticket.read') && !worksElsewhere ? [['/phieu', 'Phiếu']] : [];
  return [...reads, ...pages].map(([href = '', label = '']) => ({ href, label, count: null, current: href === path }));
}
