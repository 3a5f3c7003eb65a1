import { newId } from '../../kernel/index.js';
import type { Remark, RemarkKind } from './ticket.js';

/** Who wrote it: somebody of an agency, or nobody of ours (the reporter, the service). */
export interface Author {
  readonly accountId: string | null;
  readonly agencyCode: string | null;
}

/** What somebody has written about a ticket, as it is kept beside its history. */
export function newRemark(
  ticketId: string,
  kind: RemarkKind,
  text: string,
  author: Author,
  at: Date,
  id: string = newId(),
): Remark {
  return {
    id,
    ticketId,
    kind,
    text,
    authorAccountId: author.accountId,
    authorAgencyCode: author.agencyCode,
    createdAt: at,
  };
}
