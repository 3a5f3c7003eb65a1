import { formatInstant } from '../../kernel/index.js';
import type { Actor } from './answer-moves.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { ClockPlanner } from './clock-moves.js';
import { endAll, withoutParts } from './lead-moves.js';
import { newRemark } from './remark.js';

interface Ground {
  readonly label: string;
  /** What the citizen is told, to be made fit for the case. */
  readonly way: string;
}

/** Why a report may not be taken up, each with a way forward for whoever sent it. */
export const REJECTION_GROUNDS = {
  unclear: {
    label: 'nội dung không rõ và không liên hệ được',
    way: 'Nội dung phản ánh chưa đủ rõ để chuyển cơ quan giải quyết, và Tổng đài 1022 chưa liên hệ được với anh chị. Xin gọi 1022 hoặc gửi lại phản ánh, nói rõ việc gì, ở đâu, khi nào; có thể kèm ảnh.',
  },
  out_of_scope: {
    label: 'không thuộc phạm vi của 1022',
    way: 'Việc này không thuộc phạm vi tiếp nhận của Tổng đài 1022. Xin gửi đến [cơ quan có thẩm quyền, địa chỉ, số điện thoại].',
  },
  state_secret: {
    label: 'thông tin thuộc bí mật nhà nước',
    way: 'Nội dung có thông tin thuộc phạm vi bí mật nhà nước nên không tiếp nhận qua tổng đài. Xin liên hệ trực tiếp [cơ quan có thẩm quyền] để được hướng dẫn nơi gửi theo quy định.',
  },
  insult: {
    label: 'nội dung xúc phạm cơ quan, cá nhân',
    way: 'Phản ánh có lời xúc phạm nên không được chuyển đi. Nếu có việc cụ thể cần giải quyết, xin gửi lại nội dung sự việc, 1022 sẽ tiếp nhận.',
  },
  spam: {
    label: 'thư rác, quảng cáo',
    way: 'Nội dung là quảng cáo, không phải phản ánh, kiến nghị. Nếu có việc cần phản ánh, xin gửi lại hoặc gọi 1022.',
  },
  answered: {
    label: 'trùng nội dung đã trả lời',
    way: 'Nội dung này đã được trả lời ở phiếu [mã phiếu]. Nếu chưa đồng ý với câu trả lời hoặc có thông tin mới, xin yêu cầu xem lại ở phiếu đó hoặc gọi 1022.',
  },
} as const satisfies Record<string, Ground>;

export type RejectionGround = keyof typeof REJECTION_GROUNDS;

export function isRejectionGround(code: string): code is RejectionGround {
  return Object.hasOwn(REJECTION_GROUNDS, code);
}

/** Who sent it hears within so long that it is not taken up; later the director answers for it. */
const REJECT_WITHIN = '2wd';

/** Why it cannot be refused any more by whoever asks; null when it can. @param order whether this is the director's own order. */
export function rejectObstacle(
  { ticket }: Pick<LoadedTicket, 'ticket'>,
  facts: { readonly at: Date; readonly order: boolean; readonly planner: ClockPlanner },
): string | null {
  if (facts.order) return null;
  const until = facts.planner.dueAfter(ticket.receivedAt, REJECT_WITHIN, null);
  if (facts.at <= until) return null;
  return `Chỉ từ chối được trong 2 ngày làm việc từ khi nhận, tức đến ${formatInstant(until)}. Nay chỉ giám đốc Trung tâm mới quyết định từ chối được.`;
}

/** It is not taken up: the citizen is told why and where to turn, and nothing of it is public. */
export function reject(
  loaded: LoadedTicket,
  by: {
    readonly ground: RejectionGround;
    /** The way forward; the citizen gets it. */
    readonly text: string;
    readonly order: boolean;
    readonly actor: Actor;
    readonly at: Date;
    readonly planner: ClockPlanner;
  },
): TicketChange {
  const { at, ground, actor, order } = by;
  const remark = newRemark(loaded.ticket.id, 'rejection', by.text, actor, at);
  const rejected = change('rejected', {
    set: { visibility: 'private', closedAt: at, extensionAsked: false, pausedAt: null, appealed: false },
    clocks: endAll(loaded, 'rejected', by),
    remark,
    notes: [{ type: 'rejected', data: { ground, order, remarkId: remark.id } }],
    events: [{ type: 'ticket.rejected', data: { ground, remarkId: remark.id } }],
  });
  return withoutParts(loaded, { because: 'Phiếu không được tiếp nhận.', at, accountId: actor.accountId }, rejected);
}
