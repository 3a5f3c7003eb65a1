import { formatDayEn, formatInstantEn } from '../../kernel/index.js';
import type { HistoryEntry } from './history.js';
import type { HistoryNames, HistoryType } from './history-types.js';

/** What the agency and the centre settle between themselves is not the citizen's story. */
const NOT_THE_CITIZENS = [
  'answer_submitted',
  'answer_returned',
  'extension_requested',
  'extension_refused',
  'lead_appealed',
  'handler_assigned',
  'support_reminded',
  'support_withdrawn',
  'holder_reminded',
  'absorbed',
  // The code of somebody else's ticket.
  'released',
  'linked',
] as const satisfies readonly HistoryType[];

type Entry = Pick<HistoryEntry, 'type' | 'data' | 'actorAgencyCode'>;
type Names = Pick<HistoryNames, 'agency'>;

/** What of an entry its sentence needs. */
interface Told {
  /** The office; people are not named. */
  readonly who: string;
  /** The reporter who reads this, somebody whose ticket was merged with it, or the office that wrote it down. */
  readonly sender: string;
  text(key: string): string;
  agency(key: string): string;
  at(key: string): string;
  flag(key: string): boolean;
  /** " (no. 2)", from the second time on. */
  nth(key: string): string;
}

/** As the reader of a page about a merged ticket hears of the other reporter. */
export const ANOTHER_REPORTER_EN = 'Somebody else who reported this';

const CENTRE = 'Hotline 1022';

const RETURNED: Readonly<Record<string, string>> = {
  not_competent: ': not within its powers',
  wrong_area: ': not in its area',
  others_work: ': another agency already works on it',
  place_unknown: ': the place is not clear',
};
const REJECTED: Readonly<Record<string, string>> = {
  unclear: ': it is not clear, and you could not be reached',
  out_of_scope: ': it is outside what 1022 deals with',
  state_secret: ': it holds state secrets',
  insult: ': it insults an office or a person',
  spam: ': advertising',
  answered: ': it was answered already',
};
const REOPENED: Readonly<Record<string, string>> = {
  not_satisfied: ': the reporter is not satisfied',
  new_evidence: ': there is something new',
  order: ': a coordinator asked for it',
};
const TAKEN_OFF: Readonly<Record<string, string>> = {
  personal_data: ': it showed personal data',
  wrong: ': it was wrong or misleading',
  request: ': somebody concerned asked for it',
  not_public: ': it is not to be public',
};
const MISSING: Readonly<Record<string, string>> = {
  category: 'the kind of matter is not clear',
  ward: 'the ward or commune is not clear',
  subject: 'the office it is about is not clear',
  rule: 'no rule says who is in charge',
};

/** In the very order of `historySentence`, for readers of English. */
const SENTENCES: Readonly<Record<Exclude<HistoryType, (typeof NOT_THE_CITIZENS)[number]>, (told: Told) => string>> = {
  opened: () => '1022 received it and gave it a code.',
  routed: ({ agency }) => `Passed to ${agency('agencyCode')} by the rules on who is in charge.`,
  kept_for_triage: ({ text }) =>
    `A coordinator of 1022 looks at it and passes it on, because ${MISSING[text('missing')] ?? 'somebody has to look'}.`,
  kept_by_centre: ({ text, agency }) =>
    `It sounds like a complaint (khiếu nại) or denunciation (tố cáo): ${text('agencyCode') === '' ? CENTRE : agency('agencyCode')} keeps it to tell you who receives it.`,
  classified: ({ who, agency }) => `${who} sorted it and passed it to ${agency('agencyCode')}.`,
  accepted: ({ who }) => `${who} took it on.`,
  answer_approved: ({ who, text, nth }) =>
    `${who} approved the answer${nth('number')}${text('forAccountId') === '' ? '' : ', signed in place of the head,'} and sent it to hotline 1022.`,
  published: ({ who, ...told }) => `${who} checked and published the answer${promised(told)}.`,
  resolved_private: ({ who, ...told }) =>
    `${who} checked the answer and sent it to the reporter; it is not published${promised(told)}.`,
  guided_elsewhere: ({ who, text }) =>
    `${who} told who receives the ${text('kind') === 'denunciation' ? 'denunciation (tố cáo)' : 'complaint (khiếu nại)'}.`,
  action_reported: ({ who, at }) => `${who} reported work done on the spot at ${at('actedAt')}.`,
  reclassified: ({ who, text, at }) =>
    `${who} sorted it anew${
      text('dueAt') === text('fromDueAt') ? '' : `; the deadline moved from ${at('fromDueAt')} to ${at('dueAt')}`
    }.`,
  transferred: ({ who, agency }) => `${who} passed it from ${agency('fromAgencyCode')} to ${agency('agencyCode')}.`,
  question_asked: ({ who }) => `${who} asked you a question; the time stands still until you answer.`,
  reply_recorded: ({ who, text, at }) =>
    `${['link', 'mail'].includes(text('channel')) ? 'You answered the question' : `${who} wrote down your answer`}${
      text('dueAt') === '' ? '' : `; the time goes on, until ${at('dueAt')}`
    }.`,
  extension_approved: ({ who, at }) => `${who} extended the deadline from ${at('fromDueAt')} to ${at('dueAt')}.`,
  apology_sent: ({ who }) => `${who} sent a letter of apology for the delay.`,
  returned: ({ who, text, agency, nth }) =>
    `${who} gave it back${nth('returns')}${RETURNED[text('ground')] ?? ''}${
      text('proposedAgencyCode') === '' ? '' : `; it proposes ${agency('proposedAgencyCode')}`
    }.`,
  lead_ruled: ({ who, text, flag, agency }) =>
    text('by') === 'overseer' && flag('upheld')
      ? `${who} looked at it and left it as it is: ${agency('agencyCode')} is responsible.`
      : `${who} decided that ${agency('agencyCode')} is responsible; it cannot give it back any more.`,
  support_asked: ({ who, agency }) => `${who} asked ${agency('supportAgencyCode')} for support.`,
  support_delivered: ({ who }) => `${who} sent its part.`,
  question_reminded: ({ nth }) => `1022 reminded you of the question${nth('times')}.`,
  question_expired: ({ flag }) =>
    flag('shared')
      ? 'No answer came in time: it stands for several people, so it goes on with what is known.'
      : 'No answer came in time: it stops here; you can open it again.',
  corrected: ({ who }) => `${who} corrected what was written down.`,
  facts_added: ({ sender, text }) => `${sender} added ${Number(text('photos')) > 0 ? 'words or photos' : 'words'}.`,
  enquired: ({ sender, nth }) => `${sender} asked how it is going${nth('times')}.`,
  chased: ({ sender, nth }) => `${sender} pressed for an answer${nth('times')}.`,
  rejected: ({ who, text }) => `${who} did not take it up${REJECTED[text('ground')] ?? ''}.`,
  withdrawn: ({ sender }) => `${sender} took the report back.`,
  merged: ({ who, text }) => `${who} joined this report with report ${text('intoCode')}.`,
  split: ({ who, text }) => `${who} separated it from report ${text('fromCode')}; it is settled on its own.`,
  incident_declared: ({ who }) => `${who} declared it an incident that concerns many.`,
  incident_updated: ({ who, flag }) =>
    `${who} renewed the news of the incident${flag('broadcast') ? ' and sent it to everybody who reported it' : ''}.`,
  incident_ended: ({ who }) => `${who} declared the incident over.`,
  reopened: (told) => reopened(told),
  closed: () => 'The time for rating is over: it is closed.',
  done_reported: ({ who, text, flag }) =>
    `${who} reported done what was promised for ${formatDayEn(text('committedOn'))}${flag('late') ? ', late' : ''}.`,
  agency_changed: ({ agency }) =>
    `Agencies were reorganised: ${agency('agencyCode')} took it over from ${agency('fromAgencyCode')}.`,
  copy_revised: ({ who }) => `${who} revised the published page.`,
  unpublished: ({ who, text }) => `${who} took the published page off${TAKEN_OFF[text('ground')] ?? ''}.`,
  republished: ({ who }) => `${who} published it again.`,
};

/**
 * One entry of the citizen's story as a sentence in English, without the time, which stands beside it.
 * @returns null for what is not part of it.
 */
export function storyEn({ type, data, actorAgencyCode }: Entry, names: Names): string | null {
  const text = (key: string): string => String(data[key] ?? '');
  const who = actorAgencyCode === null ? CENTRE : names.agency(actorAgencyCode);
  if (type === 'answer_returned' && data['by'] === 'centre')
    return `1022 read the answer and sent it back to ${names.agency(text('agencyCode'))} to be completed; the deadline stays.`;
  if (!isTheCitizens(type)) return null;
  return SENTENCES[type]({
    who,
    sender: { reporter: 'You', merged_reporter: ANOTHER_REPORTER_EN }[text('by')] ?? who,
    text,
    agency: (key) => names.agency(text(key)),
    at: (key) => formatInstantEn(new Date(text(key)), { year: true }),
    flag: (key) => data[key] === true,
    nth: (key) => (Number(data[key] ?? 1) > 1 ? ` (no. ${text(key)})` : ''),
  });
}

function isTheCitizens(type: HistoryType): type is keyof typeof SENTENCES {
  return type in SENTENCES;
}

/** "; what is left is promised for …", where the answer promises a day to come. */
function promised({ text }: Pick<Told, 'text'>): string {
  return text('committedOn') === '' ? '' : `; what is left is promised for ${formatDayEn(text('committedOn'))}`;
}

function reopened({ who, sender, text, agency, nth }: Told): string {
  const to = text('agencyCode') === '' ? '; 1022 chooses the agency' : `; ${agency('agencyCode')} looks at it`;
  if (text('ground') === 'came_back') return `${sender} opened the report again${to}.`;
  return sender === who
    ? `${who} opened it again${nth('times')}${REOPENED[text('ground')] ?? ''}${to}.`
    : `${sender} asked for it to be looked at again${nth('times')}${to}.`;
}
