import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { ofKinds, stopped } from './clock-moves.js';
import { newRemark } from './remark.js';

/**
 * What was done on the spot is reported. The act clock stops with the report, not at the instant that is
 * reported: what nobody has told cannot be counted on.
 */
export function reportAction(
  loaded: LoadedTicket,
  report: { readonly text: string; readonly actedAt: Date; readonly actor: Actor; readonly at: Date },
): TicketChange {
  const { ticket, running } = loaded;
  const { text, actedAt, actor, at } = report;
  const remark = newRemark(ticket.id, 'on_site_action', text, actor, at);
  return change(ticket.state, {
    clocks: ofKinds(running, ['act']).map((clock) => stopped(clock, at, 'action_reported')),
    remark,
    notes: [{ type: 'action_reported', data: { actedAt: actedAt.toISOString(), remarkId: remark.id } }],
    events: [
      {
        type: 'ticket.action_reported',
        data: { agencyCode: actor.agencyCode, actedAt: actedAt.toISOString(), remarkId: remark.id },
      },
    ],
  });
}

/** Why an on-site action cannot be reported now; null when it can. */
export function reportObstacle({ running, ended }: Pick<LoadedTicket, 'running' | 'ended'>): string | null {
  if (ofKinds(running, ['act']).length > 0) return null;
  return wasReported(ended)
    ? 'Việc này đã được báo xử lý tại chỗ rồi.'
    : 'Chỉ việc khẩn mới cần báo đã xử lý tại chỗ; việc này xin ghi trong câu trả lời.';
}

/**
 * Why an answer cannot be submitted or approved yet: in an emergency people act before they write. It may turn
 * out to be one only when the answer lies with the head.
 */
export function answerObstacle({ running }: Pick<LoadedTicket, 'running'>): string | null {
  return ofKinds(running, ['act']).length === 0
    ? null
    : 'Việc khẩn này chưa được báo đã xử lý tại chỗ. Xin báo việc đã xử lý tại chỗ trước, rồi làm tiếp câu trả lời.';
}

/** Whether somebody has reported an action on the spot; what was reported once need not be reported again. */
export function wasReported(ended: LoadedTicket['ended']): boolean {
  return ended.some(({ kind, stopReason }) => kind === 'act' && stopReason === 'action_reported');
}
