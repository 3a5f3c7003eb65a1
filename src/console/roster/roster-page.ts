import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { gapWords, Roster, shiftWords, type ShiftView } from '../../escalation/index.js';
import type { Principal } from '../../identity/index.js';
import { Clock, dayInVietnam, formatDay, formatInstant, Problem } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { field, type FormState } from '../form-field.js';
import { navigation } from '../navigation.js';
import { phoneText } from '../phone-text.js';

const DAY_MS = 24 * 3_600_000;
/** More gaps than this say the same: nobody has planned the week yet. */
const MOST_GAPS = 8;

export interface RosterRequest {
  readonly agencyCode: string;
  /** A name that was typed and is no agency's; null: none was. */
  readonly unknownAgency: string | null;
  /** A day of the week to show; null: today's. */
  readonly day: string | null;
  readonly done: 'add' | 'cancel' | null;
  readonly form: FormState;
  /** Repeats the key of the form that came back; null makes a new one. */
  readonly formKey: string | null;
}

/** `/truc`: who is on call this week, what is missing, and a form for one more shift. */
@Injectable()
export class RosterPage {
  constructor(
    private readonly roster: Roster,
    private readonly directory: Directory,
    private readonly choices: Choices,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  /** @throws Problem `not-found` for an agency that is not this person's. */
  async render(principal: Principal, request: RosterRequest, page: PageContext): Promise<string> {
    const { agencyCode, form } = request;
    const now = this.clock.now();
    const today = dayInVietnam(now);
    const monday = mondayOf(request.day ?? today);
    const week = { from: midnightOf(monday), to: midnightOf(dayAfter(monday, 7)) };
    const [shifts, gaps, people, counts] = await Promise.all([
      this.roster.shifts(principal, agencyCode, week),
      this.roster.gaps(principal, agencyCode),
      this.roster.people(agencyCode),
      this.counts.of(principal),
    ]);
    const href = (day: string): string => `/truc?don-vi=${encodeURIComponent(agencyCode)}&tuan=${day}`;
    const person = form.values['accountId'] ?? '';
    const options = [
      { value: '', label: 'Chọn người', selected: person === '', subject: false },
      ...people.map(({ id, name }) => ({ value: id, label: name, selected: id === person, subject: false })),
    ];
    return this.pages.render(
      'console/roster',
      {
        nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, '/truc'),
        agency: this.directory.agency(agencyCode)?.name ?? agencyCode,
        agencyShort: this.directory.agency(agencyCode)?.shortName ?? agencyCode,
        agencyCode,
        // A head has one roster; the centre and the administrator choose.
        agencies: this.roster.keepsAll(principal) ? this.choices.agencyNames() : null,
        unknownAgency: request.unknownAgency,
        done: request.done === null ? null : { add: request.done === 'add' },
        gaps: gaps.slice(0, MOST_GAPS).map((gap) => gapWords(gap)),
        moreGaps: Math.max(0, gaps.length - MOST_GAPS),
        from: formatDay(monday),
        to: formatDay(dayAfter(monday, 6)),
        previousHref: href(dayAfter(monday, -7)),
        nextHref: href(dayAfter(monday, 7)),
        thisWeekHref: monday === mondayOf(today) ? null : href(today),
        days: Array.from({ length: 7 }, (_, index) => {
          const day = dayAfter(monday, index);
          return {
            label: formatDay(day),
            today: day === today,
            shifts: shifts.filter((shift) => dayShown(shift, monday) === day).map((shift) => shiftLine(shift, now)),
          };
        }),
        week: monday,
        form: {
          key: request.formKey,
          errors: form.errors.length === 0 ? null : form.errors,
          people: people.length > 0,
          person: field(form, 'accountId', 'Người trực', '', { kind: 'select', options }),
          phone: field(form, 'phone', 'Điện thoại gọi được trong ca', '', { kind: 'tel' }),
          fromDay: field(form, 'fromDay', 'Từ ngày', today, { kind: 'date' }),
          fromTime: field(form, 'fromTime', 'Giờ bắt đầu', '16:30'),
          toDay: field(form, 'toDay', 'Đến ngày', dayAfter(today, 1), { kind: 'date' }),
          toTime: field(form, 'toTime', 'Giờ hết ca', '07:00'),
        },
      },
      page,
    );
  }

  /**
   * Whose roster is meant: the own one, or for those who keep all the one that was typed.
   * @throws Problem `not-found` for those who keep none.
   */
  agencyOf(principal: Principal, typed: string | null): { agencyCode: string; unknownAgency: string | null } {
    if (principal.kind !== 'staff') throw Problem.notFound('Không tìm thấy trang này.');
    const own = principal.agencyCode;
    if (typed === null || typed.trim() === '') return { agencyCode: own, unknownAgency: null };
    const found = this.choices.agencyCode(typed);
    return found === null ? { agencyCode: own, unknownAgency: typed } : { agencyCode: found, unknownAgency: null };
  }
}

function shiftLine(shift: ShiftView, now: Date): object {
  const { id, accountName, phone, fromAt, toAt, createdByName, createdAt, cancelledAt, cancelledByName } = shift;
  const when = shiftWords({ from: fromAt, to: toAt });
  return {
    id,
    name: accountName,
    tel: phone,
    phone: phone === null ? null : phoneText(phone),
    when,
    say: `${accountName}, ${formatInstant(fromAt)}`,
    createdByName,
    createdAt,
    cancelledAt,
    cancelledByName,
    cancellable: cancelledAt === null && toAt > now,
  };
}

/** A shift stands under the day it begins; one that began before the week, under Monday. */
function dayShown({ fromAt }: ShiftView, monday: string): string {
  const day = dayInVietnam(fromAt);
  return day < monday ? monday : day;
}

function midnightOf(day: string): Date {
  return new Date(`${day}T00:00:00+07:00`);
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return dayAfter(day, -((weekday + 6) % 7));
}
