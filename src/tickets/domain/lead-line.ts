import { REOPEN_GROUNDS, RETURN_GROUNDS } from './grounds.js';
import type { HistoryEntry } from './history.js';

type Told = Pick<HistoryEntry, 'type' | 'data' | 'at'>;

/**
 * Why a ticket moved on from whoever had it, in the words of the list and nobody's own: agencies and the
 * citizen read the same.
 * @returns null for what moves nothing.
 */
export function movedBecause({ type, data }: Told): string | null {
  const ground = String(data['ground'] ?? '');
  switch (type) {
    case 'routed':
      return 'chuyển theo quy định phân công';
    case 'classified':
      return 'điều phối viên chuyển';
    case 'transferred':
      return 'điều phối viên chuyển đơn vị khác';
    case 'returned':
      return `trả lại: ${RETURN_GROUNDS[ground as keyof typeof RETURN_GROUNDS] ?? 'lý do khác'}`;
    case 'lead_ruled':
      if (data['upheld'] === true) return null;
      return data['by'] === 'overseer' ? 'Văn phòng UBND quyết định' : '1022 quyết định';
    case 'agency_changed':
      return 'đơn vị được sắp xếp lại';
    case 'reopened':
      return `mở lại: ${REOPEN_GROUNDS[ground as keyof typeof REOPEN_GROUNDS] ?? 'xem lại'}`;
    case 'answer_approved':
      return 'lãnh đạo duyệt, gửi 1022 kiểm tra';
    case 'answer_returned':
      return data['by'] === 'centre' ? '1022 gửi lại để sửa' : null;
    default:
      return null;
  }
}

/** What moved a ticket on at an instant; null when nothing did. */
export function movedAt(history: readonly Told[], at: Date): string | null {
  const there = history.filter((entry) => entry.at.getTime() === at.getTime());
  return there.map(movedBecause).find((words) => words !== null) ?? null;
}
