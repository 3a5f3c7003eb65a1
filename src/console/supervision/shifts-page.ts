import { Injectable } from '@nestjs/common';
import { allows, type Principal } from '../../identity/index.js';
import { Clock, dayInVietnam, formatDay } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { formatNearVi } from '../../sla/index.js';
import { shiftWords } from '../../escalation/index.js';
import {
  daysAfter,
  HandOver,
  isDay,
  mondayOf,
  OperatorShifts,
  weekBounds,
  type OperatorShiftView,
  type ShiftNoteView,
  type StillOpen,
} from '../../supervision/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { EMPTY_FORM, field, type FormState } from '../form-field.js';
import { navigation } from '../navigation.js';

export const SHIFTS_DONE = ['them', 'bo', 'ghi', 'doc'] as const;
export type ShiftsDone = (typeof SHIFTS_DONE)[number];

export interface ShiftsRequest {
  /** A day of the week to show; null: today's. */
  readonly day: string | null;
  readonly done: ShiftsDone | null;
  /** The form that came back. */
  readonly sent: 'shift' | 'note' | null;
  readonly form: FormState;
  /** Accounts ticked in it. */
  readonly ticked: readonly string[];
  readonly formKey: string | null;
  readonly problem: string | null;
}

export const NOTHING_SENT = {
  done: null,
  sent: null,
  form: EMPTY_FORM,
  ticked: [],
  formKey: null,
  problem: null,
} as const;

const WEEK = 7;

/** `/ca-truc`: who sits at the telephones when, and what one shift tells the next. */
@Injectable()
export class ShiftsPage {
  constructor(
    private readonly shifts: OperatorShifts,
    private readonly handOver: HandOver,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, request: ShiftsRequest, page: PageContext): Promise<string> {
    const now = this.clock.now();
    const today = dayInVietnam(now);
    const monday = mondayOf(request.day !== null && isDay(request.day) ? request.day : today);
    const { from, to } = weekBounds(monday);
    const plans = allows(principal, 'call.supervise');
    const [shifts, notes, unread, open, writes, people, counts] = await Promise.all([
      this.shifts.between(from, to),
      this.handOver.latest(),
      this.handOver.unread(principal),
      this.handOver.stillOpen(),
      this.handOver.mayWrite(principal),
      plans ? this.shifts.people() : [],
      this.counts.of(principal),
    ]);
    const formOf = (name: 'shift' | 'note'): FormState => (request.sent === name ? request.form : EMPTY_FORM);
    const keyOf = (name: 'shift' | 'note'): string | null => (request.sent === name ? request.formKey : null);
    const errorsOf = (name: 'shift' | 'note'): FormState['errors'] | null => {
      const { errors } = formOf(name);
      return errors.length === 0 ? null : errors;
    };
    const [shift, note] = [formOf('shift'), formOf('note')];
    const leader = shift.values['leader'] ?? '';
    return this.pages.render(
      'console/supervision/shifts',
      {
        nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, '/ca-truc'),
        done: request.done === null ? null : { [request.done]: true },
        problem: request.problem,
        week: monday,
        from: formatDay(monday),
        to: formatDay(daysAfter(monday, WEEK - 1)),
        previousHref: `/ca-truc?tuan=${daysAfter(monday, -WEEK)}`,
        nextHref: `/ca-truc?tuan=${daysAfter(monday, WEEK)}`,
        thisWeekHref: monday === mondayOf(today) ? null : '/ca-truc',
        days: Array.from({ length: WEEK }, (_, index) => {
          const day = daysAfter(monday, index);
          return {
            label: formatDay(day),
            today: day === today,
            shifts: shifts
              .filter(({ fromAt }) => dayShown(fromAt, monday) === day)
              .map((one) => shiftLine(one, { now, plans })),
          };
        }),
        open: openLines(open),
        unread: unread.map((one) => noteLine(one, now)),
        notes: notes.map((one) => noteLine(one, now)),
        write: writes
          ? {
              key: keyOf('note'),
              errors: errorsOf('note'),
              text: field(note, 'text', 'Điều ca sau cần biết', '', {
                kind: 'area',
                rows: 5,
                hint: 'Không ghi tên, số điện thoại người dân; ghi mã phiếu.',
              }),
            }
          : null,
        plan: plans
          ? {
              key: keyOf('shift'),
              errors: errorsOf('shift'),
              name: field(shift, 'name', 'Tên ca', 'Ca sáng'),
              fromDay: field(shift, 'fromDay', 'Ngày', today, { kind: 'date' }),
              fromTime: field(shift, 'fromTime', 'Giờ bắt đầu', '07:00'),
              toTime: field(shift, 'toTime', 'Giờ hết ca', '14:00', {
                hint: 'Nhỏ hơn giờ bắt đầu là sang ngày hôm sau.',
              }),
              peopleError: shift.errors.find(({ field: name }) => name === 'people')?.message ?? null,
              people: people.map(({ accountId, name }) => ({
                accountId,
                name,
                ticked: request.ticked.includes(accountId),
              })),
              leader: field(shift, 'leader', 'Trưởng ca', '', {
                kind: 'select',
                required: false,
                options: [
                  { value: '', label: 'Không có trưởng ca', selected: leader === '', subject: false },
                  ...people.map(({ accountId, name }) => ({
                    value: accountId,
                    label: name,
                    selected: accountId === leader,
                    subject: false,
                  })),
                ],
              }),
            }
          : null,
      },
      page,
    );
  }
}

/** A shift stands under the day it begins; one that began before the week, under Monday. */
function dayShown(fromAt: Date, monday: string): string {
  const day = dayInVietnam(fromAt);
  return day < monday ? monday : day;
}

function shiftLine(shift: OperatorShiftView, { now, plans }: { readonly now: Date; readonly plans: boolean }): object {
  const { id, name, fromAt, toAt, leader, people, cancelled } = shift;
  const others = people.filter(({ accountId }) => accountId !== leader?.accountId).map((one) => one.name);
  return {
    id,
    name,
    when: shiftWords({ from: fromAt, to: toAt }),
    leader: leader?.name ?? null,
    people: others.join(', '),
    running: cancelled === null && fromAt <= now && now < toAt,
    cancelledBy: cancelled?.byName ?? null,
    cancellable: plans && cancelled === null && toAt > now,
  };
}

/** What is open, each with its number and where to look. */
export function openLines({ callBacks, callBacksLate, callBacksClaimed, unwritten, incidents }: StillOpen): string[] {
  const count = (value: number, words: string): string[] => (value === 0 ? [] : [`${String(value)} ${words}`]);
  return [
    ...count(callBacks, `người phải gọi lại${callBacksLate === 0 ? '' : `, ${String(callBacksLate)} quá hẹn`}`),
    ...count(callBacksClaimed, 'việc gọi lại đã có người nhận nhưng chưa xong'),
    ...count(unwritten, 'cuộc gọi đã nghe mà chưa ghi trong 24 giờ qua'),
    ...incidents.map((name) => `Sự cố đang mở: ${name}`),
  ];
}

/** A note as pages show it. */
export function noteLine({ id, text, stillOpen, shift, byName, writtenAt, readers }: ShiftNoteView, now: Date): object {
  return {
    id,
    words: text,
    open: openLines(stillOpen),
    shift,
    byName,
    when: formatNearVi(writtenAt, now),
    readers: readers.map(({ name }) => name).join(', '),
  };
}
