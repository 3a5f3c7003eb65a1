import type { GateChecks } from './answer-gate.js';
import type { AnswerHint } from './answer-hints.js';
import type { AnswerSketch } from './answer-sketch.js';
import type { TicketState } from './state-table.js';

export const CHANNELS = [
  'phone',
  'web',
  'email',
  'zalo',
  'sms',
  'national',
  'open311',
  'paper',
  'counter',
  'media',
  'agency',
] as const;

export type Channel = (typeof CHANNELS)[number];

/**
 * What a ticket is before the law: an ordinary report or proposal; an emergency; or something that is
 * *not* one: a complaint against a decision (khiếu nại) or a denunciation of a violation (tố cáo), which
 * have their own procedures (NĐ 20/2008 Đ1) and never reach the unit accused.
 */
export const BOUNDARIES = ['ordinary', 'emergency', 'complaint', 'denunciation'] as const;

export type Boundary = (typeof BOUNDARIES)[number];

/** How pressing a ticket is within its class; policies may have shorter limits for `high`. */
export const PRIORITIES = ['normal', 'high'] as const;
export type Priority = (typeof PRIORITIES)[number];

export type Visibility = 'public' | 'private';

/** Why a coordinator has to look at a ticket before it can go to an agency. */
export type RouteMissing = 'category' | 'ward' | 'subject' | 'rule' | 'returned' | 'reopened';

/** The ticket itself: no person in it. Who reported it is kept apart, in escrow at the centre. */
export interface Ticket {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly state: TicketState;
  /** Derived from the state, stored so that "all open" is one index range. */
  readonly isOpen: boolean;
  readonly channel: Channel;
  /** The channel's own id of what was received; the same one twice is the same ticket. */
  readonly externalId: string | null;
  readonly contactId: string;
  readonly title: string | null;
  /** What the citizen wrote or said, without his or her own name, phone and e-mail. */
  readonly words: string;
  readonly placeText: string | null;
  readonly lat: number | null;
  readonly lng: number | null;
  readonly wardCode: string | null;
  readonly categoryCode: string | null;
  /** The agency complained about, or where the dossier was lodged. */
  readonly subjectAgencyCode: string | null;
  readonly boundary: Boundary;
  readonly urgent: boolean;
  readonly priority: Priority;
  readonly visibility: Visibility;
  readonly slaClass: string | null;
  readonly leadAgencyCode: string | null;
  readonly handlerAccountId: string | null;
  readonly routeRuleId: string | null;
  readonly routeRuleVersion: number | null;
  /** A Vietnamese sentence: why it went there, or what is missing. */
  readonly routeReason: string;
  readonly routeMissing: RouteMissing | null;
  /** When the citizen sent it: the end-to-end clock starts here. */
  readonly receivedAt: Date;
  readonly assignedAt: Date | null;
  /** Deadline end to end; null while no class is known. */
  readonly resolveDueAt: Date | null;
  /** By which lists are sorted: the end-to-end deadline, or that of classifying while there is no class. */
  readonly listDueAt: Date;
  /** When the present answer entered `awaiting_publication`; null when there is none or it failed the gate. */
  readonly answeredAt: Date | null;
  /** Since when the clocks of the answer stand still, because the citizen was asked something. */
  readonly pausedAt: Date | null;
  /** A request for more time waits for the head. */
  readonly extensionAsked: boolean;
  readonly enteredByAccountId: string | null;
  readonly publishedAt: Date | null;
  readonly closedAt: Date | null;
  /** How often an agency has given it back. */
  readonly returnCount: number;
  /** A ruling on the lead stands: only the overseer changes it. */
  readonly leadLocked: boolean;
  /** The agency in charge has asked the overseer to look at the ruling. */
  readonly appealed: boolean;
  readonly reopenCount: number;
  /** How many of its answers were sent back, by the head or at the gate. */
  readonly answerReturnCount: number;
  /** Parts asked of other agencies and not delivered yet. */
  readonly openParts: number;
  readonly enquiryCount: number;
  readonly chaseCount: number;
  readonly lastChasedAt: Date | null;
  /** How often facts or photos were added unasked. */
  readonly additionCount: number;
  /** The ticket that stands for this one. */
  readonly mergedIntoId: string | null;
  /** How many tickets this one stands for. */
  readonly mergedCount: number;
  /** Until when the citizen may rate the answer and have the ticket opened again; then it closes. null: no answer yet. */
  readonly closeDueAt: Date | null;
  /** When what the answer promised is due, until it is reported done; null: nothing is promised. */
  readonly commitmentDueAt: Date | null;
  /** The hash of the last entry of its history: the head of the chain. */
  readonly historyHash: string;
  /** How many history entries there are; the next one is this plus one. */
  readonly historyLength: number;
  /**
   * Grows when clocks are written without a command (recomputation, a clock that an escalation starts):
   * a command that has loaded the clocks before then begins anew, and nobody reading the ticket notices.
   */
  readonly deadlineRevision: number;
  /** When it was recorded here; the classify and act clocks start here. */
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A complaint or denunciation: kept at the centre, private, told where to go. */
export function isGuided(boundary: Boundary): boolean {
  return boundary === 'complaint' || boundary === 'denunciation';
}

export interface Reporter {
  readonly kind: 'citizen' | 'business';
  readonly name: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly email: string | null;
  readonly anonymous: boolean;
  /** Of the page the report was sent from: mails are in it. Nothing: in Vietnamese. */
  readonly language?: 'vi' | 'en' | null;
}

/** What every channel makes of what it receives. */
export interface NewTicket {
  readonly channel: Channel;
  readonly externalId: string | null;
  readonly contactId: string;
  /** The citizen's own text. */
  readonly words: string;
  readonly title: string | null;
  readonly placeText: string | null;
  readonly point: { readonly lat: number; readonly lng: number } | null;
  readonly wardCode: string | null;
  readonly categoryCode: string | null;
  readonly subjectAgencyCode: string | null;
  readonly boundary: Boundary;
  readonly reporter: Reporter;
  readonly receivedAt: Date;
  readonly enteredByAccountId: string | null;
}

export type AnswerStatus = 'draft' | 'submitted' | 'approved' | 'returned' | 'published';

/** One answer, from draft to the gate. A returned one stays as it was; the next attempt is a new one. */
/** Title and question as the public will read them; hidden places as «[đã ẩn: số điện thoại]». */
export interface PublicText {
  readonly title: string;
  readonly question: string;
}

/** The answer's parts as the public will read them, hidden places marked as in `PublicText`. */
export interface PublicAnswer {
  readonly found: string;
  readonly done: string;
  readonly inCharge: string;
  readonly legalBasis: string | null;
}

export interface Answer {
  readonly id: string;
  readonly ticketId: string;
  /** 1, 2, … within the ticket. */
  readonly number: number;
  readonly status: AnswerStatus;
  /** Đã kiểm tra: what was found. */
  readonly found: string;
  /** Đã làm: what was done. */
  readonly done: string;
  /** Xong ngày: by which day it was or will be done. */
  readonly doneOn: string | null;
  /** Ai phụ trách: who is in charge. */
  readonly inCharge: string;
  /** Căn cứ pháp lý. */
  readonly legalBasis: string | null;
  /** Why there is no photo or legal basis though the category asks for it. */
  readonly evidenceWaiver: string | null;
  /** Why the head did not wait for the parts of other agencies that were open; null: none was. */
  readonly openPartsReason: string | null;
  /** Photos and documents that go with it, those of the agency's earlier attempts included. */
  readonly evidenceCount: number;
  /** The ticket's category when it was submitted, and the text in 64 numbers: by these copies are found. */
  readonly categoryCode: string | null;
  readonly sketch: AnswerSketch | null;
  /** Grows with every saved draft, so that two people writing at once notice. */
  readonly draftVersion: number;
  readonly authorAccountId: string;
  readonly authorAgencyCode: string;
  readonly updatedAt: Date;
  readonly submittedAt: Date | null;
  readonly submittedByAccountId: string | null;
  /** The instant it entered `awaiting_publication`; the clocks stop here if it passes the gate. */
  readonly approvedAt: Date | null;
  readonly approvedByAccountId: string | null;
  /** In whose place: the head who had lent the right to sign; null: in one's own right. */
  readonly approvedForAccountId: string | null;
  readonly returnedAt: Date | null;
  readonly returnedByAccountId: string | null;
  readonly returnedBy: 'head' | 'centre' | null;
  readonly returnedRemarks: string | null;
  readonly publishedAt: Date | null;
  readonly publishedByAccountId: string | null;
  /** Why it is not public; null for a published one. */
  readonly privateReason: string | null;
  /** What the service has to point out at the gate, found once it has come there; null until then. */
  readonly gateHints?: AnswerHint[] | null;
  /** What whoever published it had looked at; left out before. */
  readonly gateChecks?: GateChecks | null;
  /** Title and question as the coordinator let them through, hidden places marked; null: the automatic pass alone. */
  readonly publicTitle?: string | null;
  readonly publicQuestion?: string | null;
  /** The same of its own parts; null: the automatic pass alone. */
  readonly publicAnswer?: PublicAnswer | null;
  /** How often the redaction sheet of this answer was kept: a gate opened before that knows of less. */
  readonly sheetRevision: number;
}

/**
 * What a remark is about: where a complaint goes; why classified, corrected or transferred so; what was
 * done on the spot; what the citizen was asked, and what he or she answered.
 */
export type RemarkKind =
  | 'guidance'
  | 'classification'
  | 'reclassification'
  | 'transfer'
  | 'on_site_action'
  | 'question'
  | 'reply'
  | 'return'
  | 'appeal'
  | 'ruling'
  | 'assignment'
  | 'rejection'
  | 'withdrawal'
  | 'reopening'
  | 'merge'
  | 'split'
  | 'reminder'
  | 'facts'
  | 'correction'
  | 'chase'
  | 'done_report';

/** What somebody wrote about a ticket; history refers to it by id and holds no text itself. */
export interface Remark {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: RemarkKind;
  readonly text: string;
  readonly authorAccountId: string | null;
  readonly authorAgencyCode: string | null;
  readonly createdAt: Date;
}
