import { Injectable } from '@nestjs/common';
import { Notices, OnCallAnswers, type NoticeView, type OnCallAnswer } from '../../escalation/index.js';
import { allows, type Principal } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { badge, type SlaBadge } from '../desk/clock-badge.js';
import { deskPath, navigation } from '../navigation.js';
import { phoneText } from '../phone-text.js';

/** What was just done, as the address says. */
export type NoticeDone = 'one' | 'all';

interface NoticeLine {
  readonly id: string;
  readonly at: Date;
  readonly urgent: boolean;
  readonly icon: string;
  readonly tone: 'late' | 'soon' | 'info';
  readonly happened: string;
  readonly matter: string | null;
  /** Code, and who has it. */
  readonly facts: string | null;
  readonly href: string | null;
  readonly sla: SlaBadge | null;
  readonly ended: boolean;
  readonly acknowledgedAt: Date | null;
  readonly say: string;
}

/** `/nhac-viec`: what somebody was told, and for those who answer for others who of them has taken note. */
@Injectable()
export class NoticesPage {
  constructor(
    private readonly notices: Notices,
    private readonly answers: OnCallAnswers,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  /** @throws Problem `invalid-input` for a broken cursor. */
  async render(
    principal: Principal,
    { cursor, done }: { readonly cursor: string | null; readonly done: NoticeDone | null },
    page: PageContext,
  ): Promise<string> {
    const [{ items, nextCursor }, onCall, counts] = await Promise.all([
      this.notices.page(principal, cursor),
      cursor === null ? this.answers.recent(principal) : [],
      this.counts.of(principal),
    ]);
    const path = deskPath(principal);
    return this.pages.render(
      'console/notices',
      {
        nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, page.path),
        // Whoever reads no tickets hears of none: their page stands as it was made.
        script: allows(principal, 'ticket.read') ? 'js/console.js' : null,
        done: done === null ? null : { one: done === 'one' },
        onCall: onCall.map((answer) => answerLine(answer, path)),
        items: items.map((notice) => noticeLine(notice, path)),
        openOrdinary: items.some(({ acknowledgedAt, atOnce }) => acknowledgedAt === null && !atOnce),
        madeAt: this.clock.now().getTime(),
        here: cursor === null ? '' : `?truoc=${encodeURIComponent(cursor)}`,
        first: cursor === null,
        olderHref: nextCursor === null ? null : `/nhac-viec?truoc=${encodeURIComponent(nextCursor)}`,
      },
      page,
    );
  }
}

function noticeLine(notice: NoticeView, path: string): NoticeLine {
  const { id, at, atOnce, happened, tone, ticket, clock, acknowledgedAt } = notice;
  return {
    id,
    at,
    urgent: atOnce,
    icon: tone === 'late' ? 'clock-alert' : tone === 'soon' ? 'timer' : 'bell',
    tone: tone === 'ok' ? 'info' : tone,
    happened,
    matter: ticket?.matter ?? null,
    facts: ticket === null ? null : [ticket.code, clock?.holder.name ?? ticket.agencyName].filter(Boolean).join(' · '),
    href: ticket?.readable === true ? `${path}?phieu=${ticket.id}` : null,
    sla: clock === null ? null : badge(clock),
    ended: ticket !== null && clock === null,
    acknowledgedAt,
    say: `${happened}${ticket === null ? '' : `, ${ticket.matter}`}`,
  };
}

function answerLine(answer: OnCallAnswer, path: string): object {
  const { noticeId, ticket, happened, name, phone, toldAt, acknowledgedAt } = answer;
  return {
    id: noticeId,
    href: `${path}?phieu=${ticket.id}`,
    matter: ticket.matter,
    facts: [ticket.code, ticket.agencyName].filter(Boolean).join(' · '),
    happened,
    name,
    tel: phone,
    phone: phone === null ? null : phoneText(phone),
    toldAt,
    acknowledgedAt,
  };
}
