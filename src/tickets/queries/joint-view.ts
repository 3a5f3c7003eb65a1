import { ANOTHER_REPORTER } from '../domain/life-sentences.js';
import { ANOTHER_REPORTER_EN } from '../domain/story-en.js';
import type { StoryLine, TrackingView } from './views.js';

/** What of the shared ticket's story is everybody's: what agencies did, never what its own reporter said or was asked. */
const SHARED_LINES: readonly StoryLine['type'][] = [
  'routed',
  'classified',
  'accepted',
  'action_reported',
  'reclassified',
  'transferred',
  'returned',
  'lead_ruled',
  'agency_changed',
  'answer_approved',
  // Of these only what the centre sent back is in a citizen's story.
  'answer_returned',
  'published',
  'resolved_private',
  'rejected',
  'extension_approved',
  'apology_sent',
  'done_reported',
  'unpublished',
  'republished',
  'reopened',
  'closed',
  'incident_updated',
  'incident_ended',
];

/**
 * The page of somebody whose ticket was merged: his or her own words, code and story, and what becomes of the
 * ticket that stands for it. Nothing of the person behind that one, and none of his or her words.
 *
 * @param reporters how many people the shared ticket stands for.
 */
export function jointView(own: TrackingView, shared: TrackingView, reporters: number): TrackingView {
  const mergedAt = own.story.findLast(({ type }) => type === 'merged')?.at ?? own.receivedAt;
  // That its reporter is being asked something concerns nobody else.
  const waits = shared.state === 'awaiting_info';
  return {
    ...own,
    state: waits ? 'in_progress' : shared.state,
    stateLabel: waits ? own.stateLabel : shared.stateLabel,
    isOpen: shared.isOpen,
    lead: shared.lead,
    dueAt: shared.dueAt,
    late: shared.late,
    remaining: shared.remaining,
    clock: shared.clock,
    why: shared.why,
    whyEn: shared.whyEn,
    hops: shared.hops,
    returns: shared.returns,
    story: [
      ...own.story,
      ...shared.story
        .filter(({ type, at }) => SHARED_LINES.includes(type) && at >= mergedAt)
        .map((line) => ({ ...line, text: ofAnother(line.text), english: ofAnother(line.english), remark: null })),
    ],
    answer: shared.answer,
    commitment: shared.commitment,
    earlierAnswers: shared.earlierAnswers,
    rejection: shared.rejection,
    reopened: shared.reopened,
    // One answer for all: each rates it, and may have it looked at again for all.
    ending: {
      ...shared.ending,
      canWithdraw: own.ending.canWithdraw,
      withdrawShared: own.ending.withdrawShared,
    },
    question: null,
    questionUntil: null,
    apology: shared.apology ?? own.apology,
    apologyOwed: own.apologyOwed ?? shared.apologyOwed,
    extension: shared.extension,
    joint: { code: shared.code, reporters, mergedAt, askedBefore: waited(own.story) },
    // What is said here goes to whoever has the shared ticket: as long as that one takes it, and pressing once a day for all.
    may: {
      reply: false,
      addFacts: own.may.addFacts && shared.may.addFacts,
      enquire: own.may.enquire,
      chase: shared.may.chase,
      chaseReason: shared.may.chaseReason,
    },
  };
}

const QUESTIONS: readonly StoryLine['type'][] = [
  'question_asked',
  'question_reminded',
  'reply_recorded',
  'question_expired',
];

/** Whether a question waited for an answer when the ticket was merged; it was cancelled by that. */
function waited(story: readonly StoryLine[]): boolean {
  const last = story.findLast(({ type }) => QUESTIONS.includes(type))?.type;
  return last === 'question_asked' || last === 'question_reminded';
}

/** The sender of the shared ticket is not the reader of this page. */
function ofAnother(sentence: string): string {
  return sentence.replace(/^Người gửi/, ANOTHER_REPORTER).replace(/^You /, `${ANOTHER_REPORTER_EN} `);
}
