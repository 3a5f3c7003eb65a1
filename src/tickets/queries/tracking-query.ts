import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Problem } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import {
  ClockHoldingRow,
  TicketAnswerRow,
  TicketApologyRow,
  TicketClockRow,
  TicketExtensionRow,
  TicketHistoryRow,
  TicketRemarkRow,
  TicketReporterRow,
  TicketRow,
} from '../entities.js';
import { TicketCodes } from '../ticket-codes.js';
import { TrackingLinks } from '../tracking-links.js';
import { TicketPresenter } from './ticket-presenter.js';
import type { ClockView, StoryLine, TrackingView } from './views.js';

const UNKNOWN = 'Không tìm thấy phiếu này.';
const WRONG_PAIR = 'Mã phiếu và số điện thoại không khớp. Xin xem lại mã trong tin nhắn của 1022.';

/** What the agency and the centre settle between themselves is not the citizen's story. */
const INTERNAL: readonly StoryLine['type'][] = [
  'answer_submitted',
  'answer_returned',
  'extension_requested',
  'extension_refused',
];

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
  ) {}

  /** @throws Problem `not-found` for every token that is not one of ours. */
  async byToken(token: string): Promise<TrackingView> {
    const ticketId = this.links.ticketIdOf(token);
    if (ticketId === null) throw Problem.notFound(UNKNOWN);
    return this.view(ticketId);
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

  private async view(ticketId: string): Promise<TrackingView> {
    const { manager } = this.reader;
    const [ticket, clocks, holdings, answers, history, remarks, apology, extension] = await Promise.all([
      manager.findOneBy(TicketRow, { id: ticketId }),
      manager.find(TicketClockRow, { where: { ticketId }, order: { position: 'ASC' } }),
      manager.find(ClockHoldingRow, { where: { ticketId }, order: { fromAt: 'ASC', id: 'ASC' } }),
      manager.find(TicketAnswerRow, { where: { ticketId, status: 'published' }, order: { number: 'DESC' } }),
      manager.find(TicketHistoryRow, { where: { ticketId }, order: { number: 'ASC' } }),
      manager.find(TicketRemarkRow, {
        where: { ticketId, kind: In(['guidance', 'question']) },
        order: { createdAt: 'ASC', id: 'ASC' },
      }),
      manager.findOneBy(TicketApologyRow, { ticketId, status: 'sent' }),
      manager.findOneBy(TicketExtensionRow, { ticketId, status: 'approved' }),
    ]);
    if (ticket === null) throw Problem.notFound(UNKNOWN);
    const item = this.presenter.item(ticket);
    const resolve = clocks.find((clock) => clock.kind === 'resolve');
    const resolveView = resolve ? this.presenter.clockDetail(resolve, ticket.answeredAt, item.category?.name) : null;
    const owed = clocks.find((clock) => clock.kind === 'apology' && clock.stoppedAt === null);
    const answer = answers[0];
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
      hops: this.presenter.hops(clocks, holdings, null),
      story: story.filter((line) => !INTERNAL.includes(line.type)),
      answer: answer ? { ...this.presenter.answer(answer, null), returnedRemarks: null } : null,
      guidance: remarks.findLast(({ kind }) => kind === 'guidance')?.text ?? null,
      question: ticket.pausedAt === null ? null : (remarks.findLast(({ kind }) => kind === 'question')?.text ?? null),
      apology: apology === null ? null : this.presenter.apology(apology, null),
      chain: { length: ticket.historyLength, head: ticket.historyHash },
      apologyOwed: owed ? owedBy(this.presenter.clockView(owed, null)) : null,
      extension: extension && extensionOf(extension),
    };
  }
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
