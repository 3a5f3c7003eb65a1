import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Attachments, attachmentView, type AttachmentRow } from '../../attachments/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { letterReference, LetterRow } from '../../letters/index.js';
import { Reader } from '../../platform/database/index.js';
import { explainEn, type ClockExplanation } from '../../sla/index.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { chaseObstacle } from '../domain/chase.js';
import type { HistoryEntry } from '../domain/history.js';
import { can } from '../domain/policy.js';
import type { TicketCommand } from '../domain/state-table.js';
import { asRemarks, type Question } from '../domain/supplement-question.js';
import type { Remark } from '../domain/ticket.js';
import {
  ClockHoldingRow,
  TicketAnswerRow,
  TicketApologyRow,
  TicketClockRow,
  TicketExtensionRow,
  TicketHistoryRow,
  TicketQuestionRow,
  TicketRemarkRow,
  TicketReporterRow,
  TicketRow,
} from '../entities.js';
import type { Principal } from '../../identity/index.js';
import { reopenObstacle } from '../domain/reopen.js';
import { sharedObstacle } from '../domain/shared-ticket.js';
import { ReporterViewRow } from '../reporter-view.js';
import { TicketCodes } from '../ticket-codes.js';
import { TrackingLinks } from '../tracking-links.js';
import { reporterCount } from '../domain/merge.js';
import { storyEn } from '../domain/story-en.js';
import { promisedView } from './commitment-view.js';
import { jointView } from './joint-view.js';
import { TicketPresenter } from './ticket-presenter.js';
import type { ClockView, CitizenLine, StoryLine, TrackingView } from './views.js';

const UNKNOWN = 'Không tìm thấy phiếu này.';
/** So many looks at who reported it are told, the newest. */
const MOST_SEEN = 20;
const WRONG_PAIR = 'Mã phiếu và số điện thoại không khớp. Xin xem lại mã trong tin nhắn của 1022.';

/**
 * The reporter's own page, behind the secret link: the one way for somebody without an account to a ticket.
 * Agencies, no people; the answer only after it has passed the gate.
 */
@Injectable()
export class TrackingQuery {
  constructor(
    private readonly reader: Reader,
    private readonly links: TrackingLinks,
    private readonly codes: TicketCodes,
    private readonly presenter: TicketPresenter,
    private readonly attachments: Attachments,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
  ) {}

  /** @throws Problem `not-found` for every token that is not one of ours. */
  async byToken(token: string): Promise<TrackingView> {
    const ticketId = this.links.ticketIdOf(token);
    if (ticketId === null) throw Problem.notFound(UNKNOWN);
    return this.whole(ticketId);
  }

  /**
   * The token for somebody who has the code and knows the end of the phone number the ticket was sent with.
   * A wrong pair, a ticket without a number and an unknown code look the same.
   *
   * @param ending the last four digits.
   * @throws Problem `invalid-input` for a code that cannot be one, or an ending that is not four digits; `not-found`.
   */
  async byCodeAndPhone(code: string, ending: string): Promise<string> {
    const parsed = this.codes.parse(code);
    const digits = ending.replace(/\D/g, '');
    const errors = [
      ...(parsed.ok ? [] : [{ field: 'code', message: parsed.reason }]),
      ...(digits.length === 4 ? [] : [{ field: 'ending', message: 'Xin ghi 4 số cuối của số điện thoại.' }]),
    ];
    if (!parsed.ok || errors.length > 0) throw Problem.invalid(errors);
    const ticketId = await this.ticketOf(parsed.code, digits);
    if (ticketId === null) throw Problem.notFound(WRONG_PAIR);
    return this.links.tokenFor(ticketId);
  }

  private async ticketOf(code: string, ending: string): Promise<string | null> {
    const row = await this.reader.manager
      .createQueryBuilder(TicketRow, 't')
      .innerJoin(TicketReporterRow, 'r', 'r.ticket_id = t.id')
      .select('t.id', 'id')
      .where('t.code = :code', { code })
      .andWhere('r.phone like :ending', { ending: `%${ending}` })
      .getRawOne<{ id: string }>();
    return row?.id ?? null;
  }

  /** Of a merged ticket with what becomes of the one that stands for it. */
  private async whole(ticketId: string): Promise<TrackingView> {
    const row = await this.reader.manager.findOne(TicketRow, {
      where: { id: ticketId },
      select: { id: true, mergedIntoId: true },
    });
    const own = await this.view(ticketId);
    if (!row?.mergedIntoId) return own;
    const [shared, counted] = await Promise.all([
      this.view(row.mergedIntoId),
      this.reader.manager.findOne(TicketRow, {
        where: { id: row.mergedIntoId },
        select: { id: true, mergedCount: true },
      }),
    ]);
    return jointView(own, shared, reporterCount(counted ?? { mergedCount: 1 }));
  }

  private async view(ticketId: string): Promise<TrackingView> {
    const { manager } = this.reader;
    const [ticket, clocks, holdings, answers, history, said, questions, apology, extension] = await Promise.all([
      manager.findOneBy(TicketRow, { id: ticketId }),
      manager.find(TicketClockRow, { where: { ticketId }, order: { position: 'ASC' } }),
      manager.find(ClockHoldingRow, { where: { ticketId }, order: { fromAt: 'ASC', id: 'ASC' } }),
      manager.find(TicketAnswerRow, { where: { ticketId, status: 'published' }, order: { number: 'DESC' } }),
      manager.find(TicketHistoryRow, { where: { ticketId }, order: { number: 'ASC' } }),
      manager.find(TicketRemarkRow, {
        where: { ticketId, kind: In(['guidance', 'question', 'reply', 'facts', 'rejection', 'done_report']) },
        order: { createdAt: 'ASC', id: 'ASC' },
      }),
      manager.find(TicketQuestionRow, { where: { ticketId }, order: { number: 'ASC' } }),
      manager.findOneBy(TicketApologyRow, { ticketId, status: 'sent' }),
      manager.findOneBy(TicketExtensionRow, { ticketId, status: 'approved' }),
    ]);
    if (ticket === null) throw Problem.notFound(UNKNOWN);
    const remarks = [...said, ...asRemarks(questions)];
    const photos = await this.attachments.ofTicket(manager, ticketId);
    const letter =
      apology === null
        ? null
        : await manager.findOne(LetterRow, { where: { ticketId, kind: 'apology' }, order: { id: 'DESC' } });
    const seen = await manager.find(ReporterViewRow, {
      where: { ticketId },
      order: { seenAt: 'DESC' },
      take: MOST_SEEN,
    });
    const into = ticket.mergedIntoId === null ? null : await manager.findOneBy(TicketRow, { id: ticket.mergedIntoId });
    const item = this.presenter.item(ticket);
    // Of a ticket that was opened again the promise is the last one.
    const resolve = clocks.findLast((clock) => clock.kind === 'resolve');
    const resolveView = resolve ? this.presenter.clockDetail(resolve, ticket.answeredAt, item.category?.name) : null;
    const owed = clocks.find((clock) => clock.kind === 'apology' && clock.stoppedAt === null);
    const [answer, ...earlier] = answers;
    const now = this.clock.now();
    const ended = clocks.filter(({ stoppedAt }) => stoppedAt !== null);
    const story = this.presenter.story(history, { answers: [], remarks, extensions: [], people: null });
    return {
      id: item.id,
      code: item.code,
      state: item.state,
      stateLabel: item.stateLabel,
      isOpen: ticket.isOpen,
      title: item.title,
      words: item.words,
      placeText: item.placeText,
      ward: item.ward,
      category: item.category,
      lead: item.lead,
      channelLabel: item.channelLabel,
      urgent: item.urgent,
      boundary: item.boundary,
      visibility: item.visibility,
      routeReason: item.routeReason,
      receivedAt: item.receivedAt,
      dueAt: ticket.resolveDueAt,
      late: item.late,
      remaining: resolveView?.remaining ?? null,
      clock: resolveView && promiseOf(resolveView),
      why: resolveView?.why ?? [],
      whyEn: resolve ? explainEn(resolve.explanation as ClockExplanation) : [],
      hops: this.presenter.hops(clocks, holdings, null, history),
      returns: history.filter(({ type }) => type === 'returned').length,
      story: this.told(story, history),
      answer: answer ? { ...this.presenter.answer(answer, null), returnedRemarks: null } : null,
      commitment: promisedView(clocks, { history, remarks: said }, now),
      earlierAnswers: earlier.map((one) => ({ ...this.presenter.answer(one, null), returnedRemarks: null })),
      rejection:
        ticket.state === 'rejected' ? (remarks.findLast(({ kind }) => kind === 'rejection')?.text ?? null) : null,
      reopened: ticket.isOpen && ticket.reopenCount > 0,
      ending: endingOf(ticket, ended, now),
      keptBy: this.presenter.keptBy(ticket),
      guidance: remarks.findLast(({ kind }) => kind === 'guidance')?.text ?? null,
      question: ticket.pausedAt === null ? null : (remarks.findLast(({ kind }) => kind === 'question')?.text ?? null),
      apology: apology && {
        ...this.presenter.apology(apology, null),
        ticketId,
        reference: letter && letterReference(letter),
        datedOn: letter?.datedOn ?? null,
      },
      seen: seen.map(({ role, seenAt }) => ({ as: role, at: seenAt })),
      chain: { length: ticket.historyLength, head: ticket.historyHash },
      apologyOwed: owed ? owedBy(this.presenter.clockView(owed, null)) : null,
      extension: extension && extensionOf(extension),
      questionUntil: ticket.pausedAt === null ? null : (questions.findLast(isAsked)?.expiresAt ?? null),
      photos: photos.filter(({ ownerKind }) => ownerKind === 'ticket').map(attachmentView),
      added: additionsOf(remarks, photos),
      mergedInto: into?.code ?? null,
      joint: null,
      chaseCount: ticket.chaseCount,
      lastChasedAt: ticket.lastChasedAt,
      enquiryCount: ticket.enquiryCount,
      may: this.offered(ticket, clocks),
    };
  }

  /**
   * The citizen's part of the story. That the centre has read an answer and sent it back is part of it: the wait has a
   * reason. Who read it, and what was wrong with it, is not.
   */
  private told(story: readonly StoryLine[], history: readonly HistoryEntry[]): CitizenLine[] {
    const names = { agency: (code: string) => this.presenter.named(code).name };
    return history.flatMap((entry, index) => {
      const line = story[index];
      const english = storyEn(entry, names);
      if (line === undefined || english === null) return [];
      if (line.type !== 'answer_returned') return [{ ...line, english }];
      const agency = names.agency(String(entry.data['agencyCode']));
      const text = `1022 đọc câu trả lời và gửi lại ${agency} để bổ sung; hạn không đổi.`;
      return [{ ...line, text, english, remark: null, remarkId: null }];
    });
  }

  /** What the reporter may do by the link, and why not now. */
  private offered(ticket: TicketRow, clocks: readonly TicketClockRow[]): TrackingView['may'] {
    const principal = { kind: 'reporter', ticketId: ticket.id } as const;
    const allowed = (command: TicketCommand): boolean => can(principal, command, ticket).allowed;
    const running = clocks.filter(({ stoppedAt }) => stoppedAt === null);
    const chased = chaseObstacle({ ticket, running }, this.clock.now(), this.planner);
    return {
      reply: allowed('record_reply'),
      addFacts: allowed('add_facts'),
      enquire: allowed('enquire'),
      chase: allowed('chase') && chased === null,
      chaseReason: allowed('chase') ? chased : null,
    };
  }

  /** A photo that the reporter sent with this ticket. @throws Problem `not-found`. */
  async ownPhoto(token: string, photoId: string): Promise<AttachmentRow> {
    const ticketId = this.links.ticketIdOf(token);
    const row = ticketId === null ? null : await this.attachments.find(photoId);
    if (row === null || row.ticketId !== ticketId || !OWN_PHOTOS.includes(row.ownerKind))
      throw Problem.notFound(UNKNOWN);
    return row;
  }
}

const OWN_PHOTOS: readonly AttachmentRow['ownerKind'][] = ['ticket', 'addition', 'reply'];

function isAsked({ status }: Pick<Question, 'status'>): boolean {
  return status === 'asked';
}

/** What the reporter has said since, with the photos that came with it. */
function additionsOf(remarks: readonly Remark[], photos: readonly AttachmentRow[]): TrackingView['added'] {
  return remarks
    .filter(({ kind }) => kind === 'reply' || kind === 'facts')
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1))
    .map(({ id, text, createdAt }) => ({
      at: createdAt,
      text,
      photos: photos.filter(({ ownerId }) => ownerId === id).map(attachmentView),
    }));
}

/** What the reporter may still do by the link. */
function endingOf(ticket: TicketRow, ended: readonly TicketClockRow[], now: Date): TrackingView['ending'] {
  const self: Principal = { kind: 'reporter', ticketId: ticket.id };
  const reason = can(self, 'reopen', ticket).allowed ? reopenObstacle({ ticket, ended }, now) : null;
  const reopens = can(self, 'reopen', ticket).allowed && ticket.state !== 'rejected';
  const withdraws = can(self, 'withdraw', ticket).allowed;
  const shared = sharedObstacle({ ticket }) !== null;
  return {
    canWithdraw: withdraws && !shared,
    withdrawShared: withdraws && shared,
    reopen: reopens ? { allowed: reason === null, reason } : null,
    rateUntil: ticket.closeDueAt !== null && now <= ticket.closeDueAt ? ticket.closeDueAt : null,
  };
}

/** Of a clock what the reporter sees: no account has a part in it. */
function promiseOf(clock: ClockView): TrackingView['clock'] {
  const { id, late, usedShare, remainingShort, remainingUntil, still, countdown } = clock;
  return { id, late, usedShare, remainingShort, remainingUntil, still, countdown };
}

function owedBy({ holder, dueAt, late }: ClockView): TrackingView['apologyOwed'] {
  return { agency: holder, dueAt, late };
}

function extensionOf({ reason, dueBefore, dueAfter }: TicketExtensionRow): TrackingView['extension'] {
  return { reason, dueBefore, dueAfter };
}
