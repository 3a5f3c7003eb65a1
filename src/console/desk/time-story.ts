import type { FiringView } from '../../escalation/index.js';
import { formatInstant } from '../../kernel/index.js';
import type { MovedDeadline } from '../../sla-admin/index.js';
import { limitVi, parseLimit } from '../../sla/index.js';
import type { ClockDetail, TicketClockKind } from '../../tickets/index.js';

/** A line of the story that is no step of the ticket's own. */
export interface TimeLine {
  readonly at: Date;
  readonly icon: string;
  readonly text: string;
  readonly remark: string | null;
}

/** Whose time it is: "thời gian {…}", "hạn {…}". */
const TIME_OF: Readonly<Record<TicketClockKind, string>> = {
  classify: 'phân loại',
  accept: 'nhận việc',
  act: 'xử lý tại chỗ',
  resolve: 'trả lời người dân',
  resolve_holder: 'của đơn vị',
  publish: 'công khai',
  apology: 'gửi thư xin lỗi',
  support: 'gửi phần phối hợp',
  commitment: 'làm xong việc đã hẹn',
};

type Role = FiringView['told'][number]['role'];

/** How those who were told are called, seen from the agency that held the clock. */
const TOLD: Readonly<Record<Role, (agency: string) => string>> = {
  handler: (agency) => `cán bộ xử lý của ${agency}`,
  head: (agency) => `lãnh đạo ${agency}`,
  superior: (agency) => `lãnh đạo cấp trên của ${agency}`,
  lead: () => 'người xử lý của đơn vị chủ trì',
  coordinator: () => 'điều phối viên 1022',
  director: () => 'giám đốc Trung tâm 1022',
  overseer: () => 'Văn phòng UBND',
  leader: () => 'lãnh đạo UBND',
  on_call: (agency) => `người trực của ${agency}`,
};

/**
 * A step of a ladder that fired, as a sentence: "Đã dùng 80 % thời gian của đơn vị; đã báo lãnh đạo Sở Xây dựng."
 * @param agencyName a name for a code.
 */
export function firingLine(firing: FiringView, agencyName: (code: string) => string): TimeLine {
  const { mark, kind, dueAt, actions, fallback, told, firedAt } = firing;
  const agency = agencyName(firing.agencyCode);
  const whose = TIME_OF[kind];
  const reached =
    mark === '100%'
      ? `Hết hạn ${whose} lúc ${formatInstant(dueAt)}`
      : mark.startsWith('+')
        ? `Quá hạn ${whose} ${limitVi(parseLimit(mark.slice(1)))}`
        : mark === '0%'
          ? `Bắt đầu tính thời gian ${whose}`
          : `Đã dùng ${mark.replace('%', '\u00a0%')} thời gian ${whose}`;
  const reachedThose = told.filter(({ withdrawn }) => !withdrawn);
  const people = [...new Set(reachedThose.map(({ role }) => TOLD[role](agency)))];
  const seen = reachedThose.some(({ acknowledgedAt }) => acknowledgedAt !== null);
  const parts = [
    reached,
    ...(people.length === 0 ? [] : [`đã báo ${listVi(people)}${seen ? ', đã có người xác nhận' : ''}`]),
    ...(fallback === 'nobody' ? ['chưa có ai để báo'] : []),
    ...(actions.includes('flag') ? ['phiếu được đánh dấu'] : []),
    ...(actions.includes('apology') ? [`${agency} phải gửi thư xin lỗi`] : []),
    ...(actions.includes('overseer_list') ? ['đưa vào danh sách Văn phòng UBND theo dõi'] : []),
  ];
  const late = mark === '100%' || mark.startsWith('+');
  return { at: firedAt, icon: late ? 'clock-alert' : 'bell', text: `${parts.join('; ')}.`, remark: null };
}

const CHANGED: Readonly<Partial<Record<MovedDeadline['kind'], string>>> = {
  days: 'Ngày nghỉ, ngày làm bù thay đổi',
  hours: 'Giờ làm việc thay đổi',
  class: 'Cách tính của loại việc thay đổi',
  policy: 'Quy định thời hạn thay đổi',
};

/** Deadlines that one change of the rules has moved, as one sentence. */
export function movedLines(moved: readonly MovedDeadline[], clocks: readonly ClockDetail[]): TimeLine[] {
  const byChange = new Map<string, MovedDeadline[]>();
  for (const one of moved) byChange.set(one.changeId, [...(byChange.get(one.changeId) ?? []), one]);
  return [...byChange.values()].flatMap((together) => {
    const [first] = together;
    if (first === undefined) return [];
    const moves = together.map(({ clockId, dueBefore, dueAfter }) => {
      const kind = clocks.find(({ id }) => id === clockId)?.kind;
      const whose = kind === undefined ? '' : ` ${TIME_OF[kind]}`;
      return `hạn${whose} chuyển từ ${formatInstant(dueBefore)} thành ${formatInstant(dueAfter)}`;
    });
    const why = CHANGED[first.kind] ?? 'Lịch và quy định thời hạn thay đổi';
    return [{ at: first.at, icon: 'calendar-clock', text: `${why}: ${moves.join('; ')}.`, remark: first.note || null }];
  });
}

/** All that happened, in the order of time; what happened at one instant as it was told. */
export function inTime<T extends { readonly at: Date }>(lines: readonly T[]): T[] {
  return [...lines].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function listVi(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} và ${last}`;
}
