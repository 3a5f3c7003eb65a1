import { newId } from '../../kernel/index.js';
import type { Actor } from './answer-moves.js';
import type { Remark, RemarkKind } from './ticket.js';

/** What somebody has written about a ticket, as it is kept beside its history. */
export function newRemark(ticketId: string, kind: RemarkKind, text: string, author: Actor, at: Date): Remark {
  return {
    id: newId(),
    ticketId,
    kind,
    text,
    authorAccountId: author.accountId,
    authorAgencyCode: author.agencyCode,
    createdAt: at,
  };
}
