import { changed, refused, type Changed } from './change.js';
import type { HoursProposal } from './proposal.js';
import type { CalendarRule, HoursRule, KnownCodes, RuleRows } from './rule-rows.js';

/** The names that mean something else than a calendar. */
const RESERVED = ['national', '24x7'];

/** Other weekly hours from a day on, in a calendar that exists or in a new one of an agency. */
export function changeHours(rows: RuleRows, proposal: HoursProposal, known: KnownCodes, today: string): Changed {
  const { calendarCode, newCalendar, week } = proposal;
  const exists = rows.calendars.some(({ code }) => code === calendarCode);
  if (newCalendar !== null) {
    if (exists || RESERVED.includes(calendarCode))
      return refused(rows, { field: 'calendarCode', message: 'Mã lịch này đã dùng.' });
    return beginCalendar(rows, proposal, newCalendar, known);
  }
  if (!exists) return refused(rows, { field: 'calendarCode', message: 'Không có lịch này.' });
  if (week === null) return takeBackHours(rows, proposal, today);
  return changed({ ...rows, hours: withWeek(rows.hours, proposal, week) }, 'replan');
}

/**
 * The week from the day on. Hours before it end there; where they had an end of their own, the new ones
 * take it over, so that no day is left without hours.
 */
function withWeek(
  all: readonly HoursRule[],
  { calendarCode, validFrom }: HoursProposal,
  week: NonNullable<HoursProposal['week']>,
): HoursRule[] {
  const others = all.filter((row) => row.calendarCode !== calendarCode);
  const own = all.filter((row) => row.calendarCode === calendarCode);
  const same = own.find((row) => row.validFrom === validFrom);
  const cut = own.find(({ validFrom: from, validTo }) => from < validFrom && validTo !== null && validTo > validFrom);
  const rest = own
    .filter((row) => row !== same)
    .map((row): HoursRule => (row === cut ? { ...row, validTo: validFrom, origin: 'admin' } : row));
  const validTo = same?.validTo ?? cut?.validTo ?? null;
  return [...others, ...rest, { calendarCode, validFrom, validTo, week: weekText(week), origin: 'admin' }];
}

function takeBackHours(rows: RuleRows, { calendarCode, validFrom }: HoursProposal, today: string): Changed {
  const row = rows.hours.find((one) => one.calendarCode === calendarCode && one.validFrom === validFrom);
  if (row === undefined)
    return refused(rows, { field: 'validFrom', message: `Lịch không có bộ giờ bắt đầu từ ${validFrom}.` });
  if (row.origin === 'file')
    return refused(rows, {
      field: 'validFrom',
      message: 'Bộ giờ này đến từ tệp của tỉnh; xin ghi bộ giờ khác thay vào.',
    });
  if (validFrom <= today)
    return refused(rows, {
      field: 'validFrom',
      message: 'Bộ giờ này đã có hiệu lực; xin ghi bộ giờ mới từ một ngày sau.',
    });
  return changed({ ...rows, hours: rows.hours.filter((one) => one !== row) }, 'replan');
}

/** Before the first day of its own week the agency works, as until now, by the common hours. */
function beginCalendar(
  rows: RuleRows,
  proposal: HoursProposal,
  { name, agencyCode, nationalDays }: NonNullable<HoursProposal['newCalendar']>,
  known: KnownCodes,
): Changed {
  const { calendarCode, validFrom, week } = proposal;
  const common = rows.calendars.find((row) => row.role === 'holder' && row.agencyCode === null);
  if (week === null) return refused(rows, { field: 'week', message: 'Xin ghi giờ làm việc trong tuần.' });
  if (!known.agency(agencyCode))
    return refused(rows, { field: 'newCalendar.agencyCode', message: 'Không có cơ quan mã này.' });
  if (rows.calendars.some((row) => row.agencyCode === agencyCode))
    return refused(rows, { field: 'newCalendar.agencyCode', message: 'Cơ quan này đã có lịch riêng.' });
  if (common === undefined)
    return refused(rows, { field: 'calendarCode', message: 'Chưa có giờ chung của các cơ quan.' });
  const calendar: CalendarRule = {
    code: calendarCode,
    name,
    role: 'holder',
    agencyCode,
    zone: common.zone,
    nationalDays,
    origin: 'admin',
  };
  const copied = rows.hours
    .filter((row) => row.calendarCode === common.code)
    .map((row): HoursRule => ({ ...row, calendarCode, origin: 'admin' }));
  const begun = [...copied.filter((row) => row.validFrom < validFrom)];
  const hours = [...rows.hours, ...withWeek(begun, proposal, week)];
  return {
    ...changed({ ...rows, calendars: [...rows.calendars, calendar], hours }, 'replan'),
    newCalendar: { agencyCode, from: common.code, to: calendarCode },
  };
}

function weekText(week: NonNullable<HoursProposal['week']>): string {
  const days = Object.entries(week).filter(([, openings]) => openings.length > 0);
  return JSON.stringify(Object.fromEntries(days.map(([weekday, openings]) => [weekday, [...openings].sort()])));
}
