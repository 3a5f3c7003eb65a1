import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { Principal } from '../../identity/index.js';
import { Clock, dayInVietnam } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { NATIONAL, type SlaRows } from '../../sla/index.js';
import { fullDay } from './day-words.js';
import { Frames } from './frame.js';
import { VERSION_WORDS, type VersionState } from './rule-words.js';
import { calendarChoices, RulesOfTime, type CalendarChoice } from './rules-of-time.js';
import { hoursOn, WEEKDAY_NAMES, weekOf } from './week-view.js';

/** Weekly hours of every calendar with their effective dates: `/quan-tri/gio`. */
@Injectable()
export class HoursPage {
  constructor(
    private readonly rules: RulesOfTime,
    private readonly frames: Frames,
    private readonly directory: Directory,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, page: PageContext): Promise<string> {
    const [rows, frame] = await Promise.all([this.rules.read(), this.frames.of(principal, '/quan-tri/gio')]);
    const today = dayInVietnam(this.clock.now());
    const choices = calendarChoices(rows).filter(({ code }) => code !== NATIONAL);
    const model = {
      ...frame,
      title: 'Giờ làm việc',
      heading: 'Giờ làm việc trong tuần',
      lead: 'Mỗi bộ giờ có ngày bắt đầu; bộ giờ sau kết thúc bộ giờ trước. Ngày làm bù theo giờ của ngày được làm bù.',
      notice: null,
      addHref: '/quan-tri/gio/moi',
      calendars: choices.map((choice) => this.calendarView(rows, choice, today)),
    };
    return this.pages.render('console/calendars/hours', model, page);
  }

  private calendarView(rows: SlaRows, choice: CalendarChoice, today: string): object {
    const hours = rows.hours.filter(({ calendarCode }) => calendarCode === choice.code);
    const current = hoursOn(hours, today);
    const stateOf = (validFrom: string): VersionState =>
      validFrom === current?.validFrom ? 'now' : validFrom > today ? 'soon' : 'past';
    const agency =
      choice.agencyCode === null ? null : (this.directory.agency(choice.agencyCode)?.name ?? choice.agencyCode);
    return {
      code: choice.code,
      name: choice.name,
      agency,
      addHref: `/quan-tri/gio/moi?lich=${encodeURIComponent(choice.code)}`,
      yearHref: `/quan-tri/lich?lich=${encodeURIComponent(choice.code)}`,
      // What comes and what holds first; the past last.
      versions: [...hours].reverse().map(({ validFrom, validTo, week, origin }, index, list) => {
        const next = list[index - 1];
        const ends = validTo ?? next?.validFrom ?? null;
        return {
          from: fullDay(validFrom),
          until: ends === null ? null : fullDay(ends),
          state: VERSION_WORDS[stateOf(validFrom)],
          past: stateOf(validFrom) === 'past',
          by: origin === 'admin' ? 'quản trị ghi' : 'dữ liệu của tỉnh',
          week: weekOf(week).map((openings, day) => ({
            weekday: WEEKDAY_NAMES[day] ?? '',
            morning: openings[0] ?? '',
            afternoon: openings.slice(1).join(', '),
            rest: openings.length === 0,
          })),
        };
      }),
    };
  }
}
