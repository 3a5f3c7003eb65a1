import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { Clock } from '../../kernel/index.js';
import {
  explainVi,
  formatNearVi,
  lengthVi,
  limitVi,
  parseClockLimit,
  parseLimit,
  SlaError,
  SlaPolicies,
  workingSeconds,
  type ClockExplanation,
} from '../../sla/index.js';
import type { Apology } from '../domain/apology.js';
import type { ClockHolding, PauseReason, TicketClock } from '../domain/clock.js';
import { closedPauses, RESOLVE_KINDS, runningPause } from '../domain/clock-moves.js';
import { promiseHoldings } from '../domain/commitment.js';
import type { Extension } from '../domain/extension.js';
import { movedAt } from '../domain/lead-line.js';
import { channelLabel, clockLabel, historySentence, type HistoryEntry } from '../domain/history.js';
import { stateLabel, type TicketState } from '../domain/state-table.js';
import type { SupplementRules } from '../domain/supplement.js';
import { isGuided, type Answer, type Remark, type Ticket } from '../domain/ticket.js';
import { TicketCategories } from '../ticket-categories.js';
import type {
  AnswerView,
  ApologyView,
  ClockDetail,
  ClockView,
  ExtensionView,
  Hop,
  ListItem,
  Named,
  StoryLine,
} from './views.js';

const TITLE_LENGTH = 90;

/** Account names by id; null hides the people. */
export type PersonNames = ReadonlyMap<string, string> | null;

/** Turns rows into what pages show: names for codes, words for times. Reads nothing but what is in memory. */
@Injectable()
export class TicketPresenter {
  constructor(
    private readonly directory: Directory,
    private readonly categories: TicketCategories,
    private readonly policies: SlaPolicies,
    private readonly clock: Clock,
  ) {}

  /** The province's rules on asking citizens. */
  get supplementRules(): SupplementRules {
    return this.directory.province.supplement;
  }

  item(ticket: Ticket): Omit<ListItem, 'clocks'> {
    return {
      id: ticket.id,
      code: ticket.code,
      version: ticket.version,
      state: ticket.state,
      stateLabel: stateLabel(ticket.state),
      title: titleOf(ticket),
      words: ticket.words,
      placeText: ticket.placeText,
      ward: this.ward(ticket.wardCode),
      category: this.category(ticket.categoryCode),
      lead: this.agency(ticket.leadAgencyCode),
      subject: this.agency(ticket.subjectAgencyCode),
      channel: ticket.channel,
      channelLabel: channelLabel(ticket.channel),
      boundary: ticket.boundary,
      urgent: ticket.urgent,
      visibility: ticket.visibility,
      slaClass: ticket.slaClass,
      slaClassName: ticket.slaClass === null ? null : this.policies.className(ticket.slaClass),
      handlerAccountId: ticket.handlerAccountId,
      routeReason: ticket.routeReason,
      routeMissing: ticket.routeMissing,
      receivedAt: ticket.receivedAt,
      dueAt: ticket.listDueAt,
      late: this.isLate(ticket),
      enquiryCount: ticket.enquiryCount,
      chaseCount: ticket.chaseCount,
      lastChasedAt: ticket.lastChasedAt,
      additionCount: ticket.additionCount,
    };
  }

  /** Whether the answer is late, or came late: judged at the instant it came to the centre. */
  isLate(ticket: Ticket): boolean {
    const ended = ticket.closedAt ?? ticket.updatedAt;
    // While the clocks stand still the deadline cannot pass.
    const judgedAt = ticket.answeredAt ?? ticket.pausedAt ?? (ticket.isOpen ? this.clock.now() : ended);
    return judgedAt > ticket.listDueAt;
  }

  /** @param answeredAt of its ticket: since when an answer waits at the gate. */
  clockView(clock: TicketClock, answeredAt: Date | null): ClockView {
    const now = this.clock.now();
    const still = stillSince(clock, answeredAt);
    // While it stands still, time stops at the beginning of the pause.
    const until = clock.stoppedAt ?? still?.since ?? now;
    const running = { ...clock, pauses: closedPauses(clock.pauses) };
    const standing = this.policies.standing(running, until);
    const words = clock.stoppedAt === null ? this.words(clock, still, now) : null;
    return {
      id: clock.id,
      kind: clock.kind,
      label: clockLabel(clock.kind),
      holder: this.named(clock.holderAgencyCode),
      holderAccountId: clock.holderAccountId,
      startedAt: clock.startedAt,
      dueAt: clock.dueAt,
      stoppedAt: clock.stoppedAt,
      late: standing.late,
      remaining: words?.text ?? null,
      remainingShort: words?.short ?? null,
      remainingUntil: words?.until ?? null,
      usedShare: standing.usedShare,
      still,
      countdown: clock.stoppedAt === null && still === null ? this.policies.countdown(running, now) : null,
    };
  }

  clockDetail(clock: TicketClock, answeredAt: Date | null, matter?: string): ClockDetail {
    const view = this.clockView(clock, answeredAt);
    const until = clock.stoppedAt ?? view.still?.since ?? this.clock.now();
    const { budgetSeconds, usedShare, daySeconds } = this.policies.standing(
      { ...clock, pauses: closedPauses(clock.pauses) },
      until,
    );
    return {
      ...view,
      stopReason: clock.stopReason,
      pauses: clock.pauses.map(({ fromAt, toAt, reason }) => ({
        fromAt: new Date(fromAt),
        toAt: toAt === null ? null : new Date(toAt),
        reason,
      })),
      used: usedVi(budgetSeconds * usedShare, daySeconds),
      daySeconds,
      limit: limitVi(parseClockLimit(clock.limit)),
      calendar: this.policies.calendarName(clock.calendarCode),
      policyVersion: clock.policyVersion,
      extendedBy: clock.extendedBy === null ? null : limitVi(parseLimit(clock.extendedBy)),
      why: explainVi(clock.explanation as ClockExplanation, matter),
    };
  }

  private words(clock: TicketClock, still: ClockView['still'], now: Date): ClockWords {
    if (still === null) return this.policies.remaining({ ...clock, pauses: closedPauses(clock.pauses) }, now);
    const since = formatNearVi(still.since, now);
    // End to end nothing is paused: the answer stops the clock at that instant when it passes, or not at all.
    const waits = clock.kind === 'resolve' && still.reason === 'centre_review';
    const short = waits ? 'đã trả lời' : 'tạm dừng';
    const until = waits ? `${since}, ${PAUSE_WORDS[still.reason]}` : `từ ${since}, vì ${PAUSE_WORDS[still.reason]}`;
    return { short, until, text: `${short} ${until}` };
  }

  /**
   * The line "ai đã giữ, bao lâu, vì sao chuyển": the holdings of the clocks end to end, one after another where
   * a ticket was opened again, and of what an answer promised after it; or of classifying while there is none.
   * @param history says why it moved on.
   */
  hops(
    clocks: readonly TicketClock[],
    holdings: readonly ClockHolding[],
    people: PersonNames,
    history: readonly HistoryEntry[],
  ): Hop[] {
    const rounds = clocks.filter(({ kind }) => kind === 'resolve' || kind === 'commitment');
    const lines = rounds.length > 0 ? rounds : clocks.filter(({ kind }) => kind === 'classify').slice(0, 1);
    return lines.flatMap((line) => this.hopsOf(line, holdings, people, history));
  }

  private daySeconds(clock: TicketClock, until: Date): number {
    try {
      return this.policies.standing({ ...clock, pauses: closedPauses(clock.pauses) }, until).daySeconds;
    } catch (error) {
      // As for the time worked: the ticket is older than its calendar.
      if (error instanceof SlaError) return 0;
      throw error;
    }
  }

  private hopsOf(
    line: TicketClock,
    holdings: readonly ClockHolding[],
    people: PersonNames,
    history: readonly HistoryEntry[],
  ): Hop[] {
    const written = holdings.filter((held) => held.clockId === line.id);
    const promise = line.kind === 'commitment';
    const ofLine = promise ? promiseHoldings(line, written, history) : written;
    const now = this.clock.now();
    const daySeconds = this.daySeconds(line, line.stoppedAt ?? now);
    return ofLine.flatMap((held, index) => {
      const next = ofLine[index + 1];
      const toAt = next?.fromAt ?? line.stoppedAt;
      const until = toAt ?? now;
      // Somebody who had it for no time at all did not hold it: routed at once, or answered at this instant.
      if (toAt !== null && until <= held.fromAt) return [];
      const seconds = this.workedSeconds(held.agencyCode, held.fromAt, until);
      const leaves = next !== undefined && next.agencyCode !== held.agencyCode;
      return [
        {
          agency: this.named(held.agencyCode),
          accountName: held.accountId === null ? null : (people?.get(held.accountId) ?? null),
          stage: held.stage,
          stageLabel: promise ? 'Làm việc đã hẹn' : stateLabel(held.stage as TicketState),
          fromAt: held.fromAt,
          toAt,
          workingSeconds: seconds,
          duration: usedVi(seconds, daySeconds),
          moved: leaves ? movedAt(history, next.fromAt) : null,
          promise,
        },
      ];
    });
  }

  story(
    entries: readonly HistoryEntry[],
    beside: {
      readonly answers: readonly Answer[];
      readonly remarks: readonly Remark[];
      readonly extensions: readonly Extension[];
      readonly people: PersonNames;
    },
  ): StoryLine[] {
    const { answers, remarks, extensions, people } = beside;
    const names = {
      agency: (code: string) => this.named(code).name,
      account: (id: string) => people?.get(id) ?? null,
      category: (code: string) => this.categories.name(code),
    };
    return entries.map((entry) => {
      const { number, at, type, data } = entry;
      const extension = extensions.find(({ id }) => id === data['extensionId']);
      const answer = answers.find(({ id }) => id === data['answerId']);
      const remark =
        type === 'answer_returned'
          ? answer?.returnedRemarks
          : type === 'answer_submitted'
            ? answer?.openPartsReason
            : type === 'extension_requested'
              ? extension?.reason
              : (extension?.decisionWords ?? remarks.find(({ id }) => id === data['remarkId'])?.text);
      return {
        number,
        at,
        type,
        text: historySentence(entry, names),
        remark: remark ?? null,
        remarkId: remarkIdOf(data),
      };
    });
  }

  answer(answer: Answer, people: PersonNames): AnswerView {
    const name = (id: string | null): string | null => (id === null ? null : (people?.get(id) ?? null));
    return {
      id: answer.id,
      number: answer.number,
      status: answer.status,
      found: answer.found,
      done: answer.done,
      doneOn: answer.doneOn,
      inCharge: answer.inCharge,
      legalBasis: answer.legalBasis,
      evidenceWaiver: answer.evidenceWaiver,
      draftVersion: answer.draftVersion,
      authorName: name(answer.authorAccountId),
      agency: this.named(answer.authorAgencyCode),
      updatedAt: answer.updatedAt,
      submittedAt: answer.submittedAt,
      approvedAt: answer.approvedAt,
      approvedByName: name(answer.approvedByAccountId),
      approvedForName: name(answer.approvedForAccountId),
      returnedAt: answer.returnedAt,
      returnedBy: answer.returnedBy,
      returnedRemarks: answer.returnedRemarks,
      publishedAt: answer.publishedAt,
      privateReason: answer.privateReason,
    };
  }

  extension(extension: Extension | null, people: PersonNames): ExtensionView | null {
    if (extension === null) return null;
    const { reason, askedByAccountId, askedAt, dueBefore, dueAfter } = extension;
    return { reason, askedByName: people?.get(askedByAccountId) ?? null, askedAt, dueBefore, dueAfter };
  }

  apology(apology: Apology, people: PersonNames): ApologyView {
    const { agencyCode, status, owedAt, text, committedOn, sentAt, signedByAccountId: signer } = apology;
    return {
      agency: this.named(agencyCode),
      status,
      owedAt,
      text,
      committedOn,
      sentAt,
      signedByName: signer === null ? null : (people?.get(signer) ?? null),
    };
  }

  /** The office outside the centre with which a complaint or denunciation lies; null: none. */
  keptBy({ boundary, leadAgencyCode }: Pick<Ticket, 'boundary' | 'leadAgencyCode'>): string | null {
    const outside = isGuided(boundary) && leadAgencyCode !== this.directory.province.centreAgency;
    return outside ? (this.agency(leadAgencyCode)?.name ?? null) : null;
  }

  agency(code: string | null): Named | null {
    return code === null ? null : this.named(code);
  }

  ward(code: string | null): Named | null {
    return code === null ? null : { code, name: this.directory.unit(code)?.name ?? code };
  }

  category(code: string | null): Named | null {
    return code === null ? null : { code, name: this.categories.name(code) };
  }

  named(code: string): Named {
    return { code, name: this.directory.agency(code)?.shortName ?? code };
  }

  private workedSeconds(agencyCode: string, from: Date, to: Date): number {
    try {
      return workingSeconds(from, to, this.policies.agencyCalendar(agencyCode));
    } catch (error) {
      // A calendar that does not reach as far back as an imported ticket.
      if (error instanceof SlaError) return Math.max(0, (to.getTime() - from.getTime()) / 1000);
      throw error;
    }
  }
}

/** Seconds say nothing about working time. */
function usedVi(seconds: number, daySeconds: number): string {
  return seconds < 60 ? 'dưới 1 phút' : lengthVi(Math.round(seconds), daySeconds);
}

interface ClockWords {
  readonly short: string;
  readonly until: string;
  readonly text: string;
}

const PAUSE_WORDS: Readonly<Record<PauseReason, string>> = {
  awaiting_citizen: 'chờ người gửi bổ sung',
  centre_review: 'Trung tâm 1022 đang kiểm tra câu trả lời',
};

/** In a pause that has not ended; and an answer at the gate: passed, its clocks stopped then; failed, the holder's was paused. */
function stillSince(clock: TicketClock, answeredAt: Date | null): ClockView['still'] {
  if (clock.stoppedAt !== null) return null;
  const pause = runningPause(clock);
  if (pause !== null) return { since: new Date(pause.fromAt), reason: pause.reason };
  const atGate = answeredAt !== null && RESOLVE_KINDS.includes(clock.kind);
  return atGate ? { since: answeredAt, reason: 'centre_review' } : null;
}

function remarkIdOf({ remarkId }: HistoryEntry['data']): string | null {
  return typeof remarkId === 'string' ? remarkId : null;
}

/** The title, or the beginning of the words up to a word's end. */
export function titleOf(ticket: Pick<Ticket, 'title' | 'words'>): string {
  if (ticket.title !== null && ticket.title !== '') return ticket.title;
  const line = ticket.words.replace(/\s+/g, ' ').trim();
  if (line.length <= TITLE_LENGTH) return line;
  const cut = line.slice(0, TITLE_LENGTH + 1);
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end > TITLE_LENGTH / 2 ? end : TITLE_LENGTH).replace(/[\s,.;:]+$/, '')}…`;
}
