/** References, enum values, numbers; never personal data or free text, so that a person can be erased and the history stands. */
export type HistoryData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export const HISTORY_TYPES = [
  'opened',
  'routed',
  'kept_for_triage',
  'kept_by_centre',
  'classified',
  'accepted',
  'answer_submitted',
  'answer_approved',
  'answer_returned',
  'published',
  'resolved_private',
  'guided_elsewhere',
  'action_reported',
  'reclassified',
  'transferred',
  'question_asked',
  'reply_recorded',
  'extension_requested',
  'extension_approved',
  'extension_refused',
  'apology_sent',
  'returned',
  'lead_appealed',
  'lead_ruled',
  'handler_assigned',
  'support_asked',
  'support_delivered',
  'support_reminded',
  'support_withdrawn',
  'question_reminded',
  'question_expired',
  'corrected',
  'facts_added',
  'enquired',
  'chased',
  'holder_reminded',
  'rejected',
  'withdrawn',
  'merged',
  'absorbed',
  'split',
  'released',
  'incident_declared',
  'incident_updated',
  'incident_ended',
  'linked',
  'reopened',
  'closed',
  'done_reported',
  'agency_changed',
  'copy_revised',
  'unpublished',
  'republished',
] as const;

export type HistoryType = (typeof HISTORY_TYPES)[number];

/** Names for the codes and ids in an entry. */
export interface HistoryNames {
  agency(code: string): string;
  /** null when the name is not for the reader. */
  account(id: string): string | null;
  category(code: string): string;
}
