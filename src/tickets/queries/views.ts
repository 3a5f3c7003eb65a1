import type { SeenAs } from '../reporter-view.js';
import type { Named } from './named.js';
import type { AttachmentView } from '../../attachments/index.js';
import type { ActionOffer } from '../domain/policy.js';
import type { PauseReason, StopReason, TicketClockKind } from '../domain/clock.js';
import type { HistoryType } from '../domain/history.js';
import type { Countdown } from '../../sla/index.js';
import type { SupportsView } from './support-view.js';
import type { TicketState } from '../domain/state-table.js';
import type {
  AnswerStatus,
  Boundary,
  Channel,
  Priority,
  Reporter,
  RouteMissing,
  Visibility,
} from '../domain/ticket.js';

export type { Named } from './named.js';

/** How a clock stands, ready to be shown. */
export interface ClockView {
  readonly id: string;
  readonly kind: TicketClockKind;
  /** "Trả lời người dân". */
  readonly label: string;
  readonly holder: Named;
  readonly holderAccountId: string | null;
  readonly startedAt: Date;
  readonly dueAt: Date;
  readonly stoppedAt: Date | null;
  readonly late: boolean;
  /** "còn 2 ngày làm việc, đến 16:30 thứ Năm 26/11"; null once it has stopped. */
  readonly remaining: string | null;
  /** "còn 5 giờ 48 phút" alone; null once it has stopped. */
  readonly remainingShort: string | null;
  /** The rest of it: "đến 16:30 hôm nay", "hạn 16:30 hôm qua"; null once it has stopped. */
  readonly remainingUntil: string | null;
  /** 0 at the start, 1 at the deadline, more when late. */
  readonly usedShare: number;
  /** Since when and why it stands still; null while it runs, and once it has stopped. */
  readonly still: { readonly since: Date; readonly reason: PauseReason } | null;
  /** How it goes on from now, for pages that count by themselves; null when it stands still or has stopped. */
  readonly countdown: Countdown | null;
}

/** One row of a list. */
export interface ListItem {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly state: TicketState;
  readonly stateLabel: string;
  readonly title: string;
  readonly words: string;
  readonly placeText: string | null;
  readonly ward: Named | null;
  readonly category: Named | null;
  readonly lead: Named | null;
  readonly subject: Named | null;
  readonly channel: Channel;
  readonly channelLabel: string;
  readonly boundary: Boundary;
  readonly urgent: boolean;
  readonly visibility: Visibility;
  readonly slaClass: string | null;
  /** The class as people read it. */
  readonly slaClassName: string | null;
  readonly handlerAccountId: string | null;
  readonly routeReason: string;
  readonly routeMissing: RouteMissing | null;
  readonly receivedAt: Date;
  /** By which the list is sorted: end to end, or that of classifying while there is no class. */
  readonly dueAt: Date;
  readonly late: boolean;
  /** How often the reporter asked how it stands, and pressed for an answer. */
  readonly enquiryCount: number;
  readonly chaseCount: number;
  readonly lastChasedAt: Date | null;
  /** How often the reporter added something unasked. */
  readonly additionCount: number;
  /** The running clocks, the one that counts for this list's order first. */
  readonly clocks: readonly ClockView[];
}

export interface TicketPage {
  readonly items: readonly ListItem[];
  /** Give it back to get the next page; null on the last one. */
  readonly nextCursor: string | null;
}

export interface ClockDetail extends ClockView {
  readonly stopReason: StopReason | null;
  /** Time used so far, or until it stopped, in the clock's own time: "5 giờ 48 phút". */
  readonly used: string;
  /** The time allowed: "3 ngày làm việc". */
  readonly limit: string;
  /** What people call one day of this clock, in seconds. */
  readonly daySeconds: number;
  /** The calendar it runs in; null: day and night. */
  readonly calendar: string | null;
  /** The version of the policies it is judged by. */
  readonly policyVersion: number;
  /** By how much it was extended: "5 ngày làm việc"; null: not at all. */
  readonly extendedBy: string | null;
  readonly pauses: readonly { readonly fromAt: Date; readonly toAt: Date | null; readonly reason: PauseReason }[];
  /** "Vì sao hạn là …", in sentences. */
  readonly why: readonly string[];
}

/** Who had it on the desk, and for how long. */
export interface Hop {
  readonly agency: Named;
  /** null: nobody in particular, or not for the reader. */
  readonly accountName: string | null;
  readonly stage: string;
  readonly stageLabel: string;
  readonly fromAt: Date;
  /** null: still there. */
  readonly toAt: Date | null;
  /** In the working time of the agency. */
  readonly workingSeconds: number;
  /** "6 giờ 35 phút". */
  readonly duration: string;
  /** Why it moved on to another agency: "trả lại: không thuộc thẩm quyền"; null while there, or when it stayed. */
  readonly moved: string | null;
  /** The answer was given, and what it promised by a day was still to be done. */
  readonly promise: boolean;
}

/** A line of the story: the time stands beside the sentence. */
export interface StoryLine {
  readonly number: number;
  readonly at: Date;
  readonly type: HistoryType;
  readonly text: string;
  /** What somebody wrote with it: remarks on an answer sent back, where to go, why so. */
  readonly remark: string | null;
  /** To which photos may belong; null: nothing was written. */
  readonly remarkId: string | null;
}

/** A line of the citizen's own story. */
export interface CitizenLine extends StoryLine {
  /** The sentence for readers of English. */
  readonly english: string;
}

export interface AnswerView {
  readonly id: string;
  readonly number: number;
  readonly status: AnswerStatus;
  readonly found: string;
  readonly done: string;
  /** 'YYYY-MM-DD'. */
  readonly doneOn: string | null;
  readonly inCharge: string;
  readonly legalBasis: string | null;
  /** Why there is no photo or legal basis though the category asks for it. */
  readonly evidenceWaiver: string | null;
  readonly draftVersion: number;
  readonly authorName: string | null;
  readonly agency: Named;
  readonly updatedAt: Date;
  readonly submittedAt: Date | null;
  readonly approvedAt: Date | null;
  readonly approvedByName: string | null;
  /** The head in whose place it was approved; null: in one's own right. */
  readonly approvedForName: string | null;
  readonly returnedAt: Date | null;
  readonly returnedBy: 'head' | 'centre' | null;
  readonly returnedRemarks: string | null;
  readonly publishedAt: Date | null;
  readonly privateReason: string | null;
}

/** How long the history is, and the hash of its last entry. */
export interface ChainView {
  readonly length: number;
  readonly head: string;
}

/** A ticket as staff see it. The reporter is not in it. */
export interface TicketDetail extends Omit<ListItem, 'clocks'> {
  readonly priority: Priority;
  readonly lat: number | null;
  readonly lng: number | null;
  readonly handlerName: string | null;
  readonly contactId: string;
  readonly assignedAt: Date | null;
  readonly resolveDueAt: Date | null;
  readonly answeredAt: Date | null;
  readonly publishedAt: Date | null;
  readonly clocks: readonly ClockDetail[];
  readonly hops: readonly Hop[];
  /** How often agencies have given it back, over all its rounds. */
  readonly returns: number;
  /** How the dispute about who leads stands in this round. */
  readonly dispute: {
    readonly returns: number;
    readonly locked: boolean;
    readonly appealed: boolean;
    /** Whose it is according to the agency that gave it back last; null: nobody has it to give, or nobody was named. */
    readonly proposed: Named | null;
  };
  readonly reopenings: number;
  readonly closedAt: Date | null;
  /** Until when the citizen may rate the answer. */
  readonly closeDueAt: Date | null;
  readonly story: readonly StoryLine[];
  /** Submitted ones, newest first. */
  readonly answers: readonly AnswerView[];
  /** What the agency is writing; only the agency sees it. */
  readonly draft: AnswerView | null;
  /** What the citizen was asked and has not answered yet. */
  readonly question: string | null;
  readonly extension: {
    /** The deadlines that may be asked for, one for each working day; empty when none can. */
    readonly choices: readonly Date[];
    /** What waits for the head. */
    readonly pending: ExtensionView | null;
  };
  /** The letter owed or sent because the answer was late. */
  readonly apology: ApologyView | null;
  /** What the answer promises to have done by a day. */
  readonly commitment: CommitmentView | null;
  /** What other agencies were asked to give. */
  readonly support: SupportsView;
  readonly chain: ChainView;
  /** What this person may do, and why not now. */
  readonly actions: readonly ActionOffer[];
}

/** What an answer promised, and what was reported of it. */
export interface CommitmentView {
  /** 'YYYY-MM-DD', as the answer says. */
  readonly on: string;
  /** The close of work of that day, or of the next one somebody works on. */
  readonly dueAt: Date;
  /** null: not reported yet. */
  readonly doneAt: Date | null;
  /** Reported late, or not yet and overdue. */
  readonly late: boolean;
  /** What was done; null: not reported yet. */
  readonly words: string | null;
  /** What the files that show it belong to; null: not reported yet. */
  readonly reportId: string | null;
  /** The ticket was opened again then, which ended the promise; left out: it stands. */
  readonly reopenedAt?: Date;
}

/** A request for more time. */
export interface ExtensionView {
  readonly reason: string;
  readonly askedByName: string | null;
  readonly askedAt: Date;
  readonly dueBefore: Date;
  readonly dueAfter: Date;
}

export interface ApologyView {
  readonly agency: Named;
  readonly status: 'owed' | 'sent';
  readonly owedAt: Date;
  /** null until it is sent. */
  readonly text: string | null;
  /** 'YYYY-MM-DD'. */
  readonly committedOn: string | null;
  readonly sentAt: Date | null;
  readonly signedByName: string | null;
}

/** Who reported it, for those who may know. */
export type ReporterView =
  | ({ readonly hidden: false; readonly wordsAsSent: string | null } & Reporter)
  /** It exists and is kept even from this person. */
  | { readonly hidden: true; readonly reason: string };

/** The reporter's own page. */
export interface TrackingView {
  readonly id: string;
  readonly code: string;
  readonly state: TicketState;
  readonly stateLabel: string;
  readonly isOpen: boolean;
  readonly title: string;
  readonly words: string;
  readonly placeText: string | null;
  readonly ward: Named | null;
  readonly category: Named | null;
  readonly lead: Named | null;
  readonly channelLabel: string;
  readonly urgent: boolean;
  readonly boundary: Boundary;
  readonly visibility: Visibility;
  readonly routeReason: string;
  readonly receivedAt: Date;
  /** null while no class is known. */
  readonly dueAt: Date | null;
  readonly late: boolean;
  /** "còn 2 ngày làm việc, đến …"; null when answered. */
  readonly remaining: string | null;
  /** The clock end to end, by which the reporter was promised an answer; null while no class is known. */
  readonly clock: Pick<
    ClockView,
    'id' | 'late' | 'usedShare' | 'remainingShort' | 'remainingUntil' | 'still' | 'countdown'
  > | null;
  readonly why: readonly string[];
  /** The same for readers of English. */
  readonly whyEn: readonly string[];
  readonly hops: readonly Hop[];
  /** How often agencies have given it back. */
  readonly returns: number;
  readonly story: readonly CitizenLine[];
  /** Only once it has passed the gate. */
  readonly answer: AnswerView | null;
  /** What the answer promises to have done by a day. */
  readonly commitment: CommitmentView | null;
  /** Answers of former rounds, the newest first: they stay visible. */
  readonly earlierAnswers: readonly AnswerView[];
  /** How it ended, where that was no answer: the words of a refusal. */
  readonly rejection: string | null;
  readonly reopened: boolean;
  /** What the reporter may still do by the link, and why not; null where it is not the time for it. */
  readonly ending: {
    readonly canWithdraw: boolean;
    /** It cannot be withdrawn because others wait for the same answer; false once it is too late anyway. */
    readonly withdrawShared: boolean;
    readonly reopen: { readonly allowed: boolean; readonly reason: string | null } | null;
    /** Until when the answer can be rated; null: there is none to rate. */
    readonly rateUntil: Date | null;
  };
  /** The office outside the centre that keeps a complaint or denunciation about the centre; null: none does. */
  readonly keptBy: string | null;
  /** Where a complaint or denunciation goes; null otherwise. */
  readonly guidance: string | null;
  /** What the reporter is asked; null when there is nothing to answer. */
  readonly question: string | null;
  /** The letter, once it is sent: of which ticket, and under which number and day it was entered. */
  readonly apology:
    | (ApologyView & { readonly ticketId: string; readonly reference: string | null; readonly datedOn: string | null })
    | null;
  /** When somebody of the centre looked at name and number, the newest first; as what, not who. */
  readonly seen: readonly { readonly as: SeenAs; readonly at: Date }[];
  readonly chain: ChainView;
  /** Who still owes it, until when. */
  readonly apologyOwed: { readonly agency: Named; readonly dueAt: Date; readonly late: boolean } | null;
  /** The one extension, when it was granted. */
  readonly extension: Pick<ExtensionView, 'reason' | 'dueBefore' | 'dueAfter'> | null;
  /** Until when the answer to the question is waited for. */
  readonly questionUntil: Date | null;
  /** Those that came with the report itself. */
  readonly photos: readonly AttachmentView[];
  /** What the reporter has answered and added since, oldest first. */
  readonly added: readonly {
    readonly at: Date;
    readonly text: string;
    readonly photos: readonly AttachmentView[];
  }[];
  /** Code of the ticket that stands for this one. */
  readonly mergedInto: string | null;
  /** Settled together with another ticket: its code, and how many people have reported the same. */
  readonly joint: {
    readonly code: string;
    readonly reporters: number;
    readonly mergedAt: Date;
    /** A question waited for the reader's answer then; it does not any more. */
    readonly askedBefore: boolean;
  } | null;
  readonly chaseCount: number;
  readonly lastChasedAt: Date | null;
  readonly enquiryCount: number;
  /** What the reporter may do by the link. */
  readonly may: {
    readonly reply: boolean;
    readonly addFacts: boolean;
    readonly enquire: boolean;
    readonly chase: boolean;
    /** Why not now, when it was done today. */
    readonly chaseReason: string | null;
  };
}
