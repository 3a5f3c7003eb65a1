import type { Remark } from './ticket.js';

/** How the citizen's answer came. */
export type ReplyChannel = 'link' | 'phone' | 'mail';

/**
 * What the citizen was asked once, and what he or she answered. Question and answer are the row's own texts;
 * history refers to them as to remarks, by `id` and `replyId`.
 */
export interface Question {
  readonly id: string;
  readonly ticketId: string;
  /** 1, 2, … within the ticket. */
  readonly number: number;
  /** `cancelled`: the ticket moved on before it was answered. */
  readonly status: 'asked' | 'answered' | 'expired' | 'cancelled';
  readonly text: string;
  readonly askedAt: Date;
  readonly askedByAccountId: string;
  readonly askedByAgencyCode: string;
  readonly remindedCount: number;
  /** The next reminder; null when there is none left. */
  readonly remindAt: Date | null;
  readonly expiresAt: Date;
  /** When something has to be done about it next; null once it has ended. */
  readonly nextAt: Date | null;
  readonly endedAt: Date | null;
  readonly reply: string | null;
  readonly replyId: string | null;
  readonly replyChannel: ReplyChannel | null;
}

/** Questions and answers as the story shows remarks, in the order in which they were written. */
export function asRemarks(questions: readonly Question[]): Remark[] {
  return questions.flatMap((question) => {
    const { id, ticketId, text, askedAt, askedByAccountId, askedByAgencyCode, reply, replyId, endedAt } = question;
    const asked: Remark = {
      id,
      ticketId,
      kind: 'question',
      text,
      authorAccountId: askedByAccountId,
      authorAgencyCode: askedByAgencyCode,
      createdAt: askedAt,
    };
    if (reply === null || replyId === null) return [asked];
    const answered: Remark = {
      ...asked,
      id: replyId,
      kind: 'reply',
      text: reply,
      authorAccountId: null,
      authorAgencyCode: null,
      createdAt: endedAt ?? askedAt,
    };
    return [asked, answered];
  });
}
