import type { CallBackReason } from './call-back.js';

/** What an event of a ticket means for people who have nothing but a telephone. */
export interface Owed {
  /** What they must hear; null: nothing new. */
  readonly owe: CallBackReason | null;
  /** What there is no need any more to tell them. */
  readonly settle: readonly CallBackReason[];
  /** Also to those whose tickets are merged into this one. */
  readonly shared: boolean;
}

type Data = Readonly<Record<string, unknown>>;
type Rule = Partial<Owed> | ((data: Data) => Partial<Owed>);

const QUESTIONS: readonly CallBackReason[] = ['question'];
const PENDING: readonly CallBackReason[] = ['question', 'delay', 'extension'];
const ALL: readonly CallBackReason[] = [...PENDING, 'answer', 'guidance', 'rejection', 'ended'];

/** What others are mailed in a word of its own: answers, questions, delays, extensions, and the end without an answer. */
const RULES: Readonly<Record<string, Rule>> = {
  'ticket.published': { owe: 'answer', settle: PENDING, shared: true },
  'ticket.resolved_private': { owe: 'answer', settle: PENDING, shared: true },
  // Of a denunciation nobody is called: whose it is, is hidden inside the centre too.
  'ticket.guided_elsewhere': ({ kind }) =>
    kind === 'complaint' ? { owe: 'guidance', settle: PENDING } : { settle: ALL },
  'ticket.kept_by_centre': ({ kind }) => (kind === 'denunciation' ? { settle: ALL } : {}),
  'ticket.rejected': { owe: 'rejection', settle: PENDING, shared: true },
  'ticket.question_asked': { owe: 'question' },
  'ticket.question_reminded': { owe: 'question' },
  'ticket.reply_recorded': { settle: QUESTIONS },
  'ticket.question_expired': ({ shared }) =>
    shared === true ? { settle: QUESTIONS } : { owe: 'ended', settle: PENDING },
  'ticket.extension_approved': { owe: 'extension', settle: ['delay'], shared: true },
  'ticket.apology_sent': { owe: 'delay', shared: true },
  'ticket.reclassified': ({ dueBefore }) =>
    dueBefore === null || dueBefore === undefined ? {} : { owe: 'delay', shared: true },
  'ticket.withdrawn': { settle: ALL },
  'ticket.merged': { settle: PENDING },
};

export const OWING_EVENTS: readonly string[] = Object.keys(RULES);

/** @param data of the event, as it is stored. */
export function owedAfter(type: string, data: Data): Owed {
  const rule = RULES[type] ?? {};
  return { owe: null, settle: [], shared: false, ...(typeof rule === 'function' ? rule(data) : rule) };
}
