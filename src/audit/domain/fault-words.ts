import type { ChainFaultKind } from '../../tickets/domain/history-chain-check.js';

/** What an audit found, and where. */
export type AuditFault =
  | { readonly kind: 'chain'; readonly code: string; readonly number: number; readonly what: ChainFaultKind }
  /** The chain fits together, but at that length it ended otherwise when the anchor was made. */
  | { readonly kind: 'rewritten' | 'cut'; readonly code: string; readonly number: number; readonly day: string }
  | { readonly kind: 'unsealed'; readonly code: string }
  /** An anchored history whose ticket is not there any more. */
  | { readonly kind: 'ticket_gone'; readonly reference: string; readonly day: string }
  | { readonly kind: 'anchor_changed' | 'anchor_unlinked' | 'anchor_gone' | 'anchor_differs'; readonly day: string };

const CHAIN_WORDS: Readonly<Record<ChainFaultKind, string>> = {
  changed: 'mục này đã bị sửa, không khớp mã niêm phong',
  removed: 'mục này đã bị bỏ đi',
  added: 'mục này được thêm vào, không thuộc chuỗi đã niêm phong',
  reordered: 'mục này bị đổi chỗ',
  head: 'phiếu ghi điểm cuối khác với lịch sử',
};

/** One line for whoever runs the audit: which ticket, which entry, what. */
export function faultLine(fault: AuditFault): string {
  switch (fault.kind) {
    case 'chain':
      return `${fault.code}, mục ${String(fault.number)}: ${CHAIN_WORDS[fault.what]}.`;
    case 'rewritten':
      return `${fault.code}, mục ${String(fault.number)} trở về trước: đã bị viết lại sau niêm phong ngày ${fault.day}.`;
    case 'cut':
      return `${fault.code}, mục ${String(fault.number)}: có trong niêm phong ngày ${fault.day}, nay không còn (lịch sử bị cắt).`;
    case 'unsealed':
      return `${fault.code}: lịch sử chưa có mã niêm phong hoặc mã đã bị xóa.`;
    case 'ticket_gone':
      return `Phiếu có dấu ${fault.reference} trong niêm phong ngày ${fault.day} không còn trong cơ sở dữ liệu.`;
    case 'anchor_changed':
      return `Niêm phong ngày ${fault.day}: tính lại ra giá trị khác, dữ liệu niêm phong đã bị sửa.`;
    case 'anchor_unlinked':
      return `Niêm phong ngày ${fault.day}: không nối với niêm phong trước nó.`;
    case 'anchor_gone':
      return `Niêm phong ngày ${fault.day}: có trong bản đã lưu, nay không còn.`;
    case 'anchor_differs':
      return `Niêm phong ngày ${fault.day}: khác bản đã lưu, niêm phong đã bị làm lại.`;
  }
}
