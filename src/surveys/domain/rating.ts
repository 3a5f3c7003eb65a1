import { formatInstant } from '../../kernel/index.js';
import type { TicketState } from '../../tickets/domain/state-table.js';

/** What decides whether an answer can be rated. */
export interface RatedTicket {
  readonly state: TicketState;
  /** Until when; null: no answer waits for a rating. */
  readonly closeDueAt: Date | null;
}

/** Why the answer cannot be rated now; null when it can. A rating may be changed as long as the window is open. */
export function ratingObstacle({ state, closeDueAt }: RatedTicket, at: Date): string | null {
  if (state === 'closed') return 'Đã hết thời gian đánh giá câu trả lời này.';
  if (state !== 'published' && state !== 'resolved_private')
    return 'Phiếu đang được xem lại nên chưa đánh giá được; có câu trả lời mới, 1022 sẽ hỏi lại anh chị.';
  if (closeDueAt !== null && at > closeDueAt)
    return `Đã hết thời gian đánh giá, ${formatInstant(closeDueAt, { year: true })}.`;
  return null;
}
