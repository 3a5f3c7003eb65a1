import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { Principal } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { LIKELY, likeness, likenessWords, type Likened } from '../domain/likeness.js';
import { ticketScope } from '../domain/policy.js';
import { TicketRow } from '../entities.js';
import { withinScope } from './scope-condition.js';
import { TicketPresenter } from './ticket-presenter.js';
import type { ListItem } from './views.js';

const DAY_MS = 86_400_000;
/** Reports of one matter come within so long. */
const WITHIN_DAYS = 14;
/** So many are compared; in one ward and kind of matter there are rarely more within the days. */
const MOST_CANDIDATES = 200;
const MOST_SHOWN = 8;

/** What a call or a ticket is about, as far as it is known. */
export interface DuplicateQuestion extends Likened {
  readonly categoryCode: string | null;
  /** The ticket itself, which is not its own duplicate. */
  readonly ticketId: string | null;
}

export interface Duplicate {
  readonly ticket: Omit<ListItem, 'clocks'>;
  /** How many people it stands for. */
  readonly reporters: number;
  readonly score: number;
  /** "cùng đường Lê Duẩn, báo cách nhau 2 giờ". */
  readonly why: string;
}

/** Open tickets that are likely about the same matter, for whoever may put them together. */
@Injectable()
export class Duplicates {
  constructor(
    private readonly reader: Reader,
    private readonly directory: Directory,
    private readonly presenter: TicketPresenter,
    private readonly clock: Clock,
  ) {}

  /** Of a ticket that the person sees. One statement, or two. */
  async ofTicket(principal: Principal, ticketId: string): Promise<readonly Duplicate[]> {
    const ticket = await this.reader.manager.findOneBy(TicketRow, { id: ticketId });
    return ticket === null ? [] : this.like(principal, { ...ticket, ticketId });
  }

  /**
   * Of what is being reported, the likeliest first. One statement, over one range of one index for each ward;
   * without a kind of matter and a ward there is nothing to compare with.
   */
  async like(principal: Principal, question: DuplicateQuestion): Promise<readonly Duplicate[]> {
    const { categoryCode, wardCode, receivedAt, ticketId } = question;
    if (categoryCode === null || wardCode === null) return [];
    const query = this.reader.manager
      .createQueryBuilder(TicketRow, 't')
      .where('t.category_code = :categoryCode', { categoryCode })
      .andWhere('t.ward_code in (:...wards)', { wards: [wardCode, ...this.directory.neighboursOf(wardCode)] })
      .andWhere('t.is_open = 1')
      .andWhere('t.received_at >= :from', { from: new Date(receivedAt.getTime() - WITHIN_DAYS * DAY_MS) })
      .andWhere('t.received_at <= :to', { to: new Date(receivedAt.getTime() + WITHIN_DAYS * DAY_MS) })
      .orderBy('t.received_at', 'DESC')
      .limit(MOST_CANDIDATES);
    const candidates = await withinScope(query, ticketScope(principal)).getMany();
    return candidates
      .filter(({ id }) => id !== ticketId)
      .map((candidate) => ({ candidate, alike: likeness(question, candidate) }))
      .filter(({ alike }) => alike.score >= LIKELY)
      .sort((a, b) => b.alike.score - a.alike.score || (a.candidate.id < b.candidate.id ? 1 : -1))
      .slice(0, MOST_SHOWN)
      .map(({ candidate, alike }) => ({
        ticket: this.presenter.item(candidate),
        reporters: candidate.mergedCount + 1,
        score: alike.score,
        why: likenessWords(alike),
      }));
  }

  /** The same for a call that goes on now. */
  async ofCall(
    principal: Principal,
    call: Omit<DuplicateQuestion, 'ticketId' | 'receivedAt' | 'title'>,
  ): Promise<readonly Duplicate[]> {
    return this.like(principal, { ...call, title: null, ticketId: null, receivedAt: this.clock.now() });
  }
}
