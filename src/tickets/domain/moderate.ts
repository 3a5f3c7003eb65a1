import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { WithdrawalGround } from './grounds.js';
import { isGuided } from './ticket.js';

/** What is done with the copy that everybody reads. */
export type Moderation =
  | { readonly what: 'revised'; readonly answerId: string }
  | { readonly what: 'withdrawn'; readonly withdrawalId: string; readonly ground: WithdrawalGround }
  | { readonly what: 'restored'; readonly withdrawalId: string };

export const NO_COPY = 'Phiếu này không có bản công khai.';

/** Why there is no copy to work on; null when there is one, or one that was taken off. */
export function moderateObstacle({ ticket }: Pick<LoadedTicket, 'ticket'>): string | null {
  const { publishedAt, visibility, boundary } = ticket;
  return publishedAt === null || visibility !== 'public' || isGuided(boundary) ? NO_COPY : null;
}

const HISTORY = { revised: 'copy_revised', withdrawn: 'unpublished', restored: 'republished' } as const;

/**
 * The ticket stays where it is; its history tells what became of its copy. What must not be public at all (a denunciation
 * that nobody had noticed) is private from now on: nothing of it is known any more, and it cannot be put back.
 */
export function moderate({ ticket }: LoadedTicket, moderation: Moderation): TicketChange {
  const { what, ...data } = moderation;
  const hidden = moderation.what === 'withdrawn' && moderation.ground === 'not_public';
  return change(ticket.state, {
    set: hidden ? { visibility: 'private' } : {},
    notes: [{ type: HISTORY[what], data }],
    events: [
      {
        type: 'ticket.copy_moderated',
        data: { what, withdrawalId: moderation.what === 'revised' ? null : moderation.withdrawalId },
      },
    ],
  });
}
