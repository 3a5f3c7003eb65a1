import {
  limitVi,
  parseLimit,
  type CalendarRole,
  type ClockKind,
  type RecipientRole,
  type StepAction,
} from '../../sla/index.js';

/** The clocks as their pages call them, in the order of a ticket's life. */
export const CLOCK_NAMES: Readonly<Record<ClockKind, string>> = {
  classify: 'Phân loại, chuyển đơn vị',
  accept: 'Đơn vị nhận việc hoặc trả lại',
  act: 'Xử lý tại chỗ việc khẩn',
  resolve: 'Trả lời người gửi (từ đầu đến cuối)',
  resolve_holder: 'Phần của đơn vị đang giữ',
  publish: 'Công khai câu trả lời',
  apology: 'Gửi thư xin lỗi',
  support: 'Phần của đơn vị phối hợp',
  commitment: 'Làm xong việc đã hẹn',
};

/** In whose hours a clock runs. */
export const ROLE_NAMES_VI: Readonly<Record<CalendarRole, string>> = {
  holder: 'giờ của đơn vị giữ',
  office: 'giờ hành chính',
  hotline: 'giờ trực tổng đài',
  '24x7': 'cả ngày đêm',
};

export const RECIPIENT_NAMES: Readonly<Record<RecipientRole, string>> = {
  handler: 'cán bộ xử lý',
  head: 'thủ trưởng đơn vị',
  superior: 'lãnh đạo cấp trên của đơn vị',
  lead: 'người xử lý của đơn vị chủ trì',
  coordinator: 'điều phối viên 1022',
  director: 'giám đốc Trung tâm',
  overseer: 'Văn phòng UBND',
  leader: 'lãnh đạo thành phố',
  on_call: 'người trực của đơn vị',
};

/** What a step does beside telling people. */
export const ACTION_NAMES: Readonly<Record<StepAction, string>> = {
  notify: 'báo tin',
  flag: 'gắn cờ trễ',
  apology: 'soạn dự thảo xin lỗi',
  overseer_list: 'vào danh sách Văn phòng UBND theo dõi',
};

/** `50%` → "50 %", `100%` → "quá hạn", `+2wd` → "+2 ngày làm việc". */
export function markVi(mark: string): string {
  if (mark === '100%') return 'quá hạn';
  if (mark === '0%') return 'ngay khi bắt đầu';
  return mark.endsWith('%') ? mark.replace('%', '\u00A0%') : `+${limitVi(parseLimit(mark.slice(1)))}`;
}

/** "5 ngày làm việc", "4 giờ, tính cả ngoài giờ". */
export function limitText(limit: string): string {
  return limitVi(parseLimit(limit));
}

/** How a dated version stands today. */
export type VersionState = 'now' | 'soon' | 'past';

export const VERSION_WORDS: Readonly<
  Record<VersionState, { readonly text: string; readonly tone: string; readonly icon: string }>
> = {
  now: { text: 'đang áp dụng', tone: 'ok', icon: 'circle-check' },
  soon: { text: 'sắp áp dụng', tone: 'info', icon: 'calendar-clock' },
  past: { text: 'đã hết', tone: 'hold', icon: 'archive' },
};

export interface Dated {
  readonly version: number;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/**
 * How the versions of one thing stand on a day: of those that hold, the latest one is in force, and what an
 * earlier one still promises is of the past.
 */
export function statesOf(versions: readonly Dated[], today: string): ReadonlyMap<number, VersionState> {
  const inForce = versions.filter(
    ({ validFrom, validTo }) => validFrom <= today && (validTo === null || today < validTo),
  );
  const current = Math.max(...inForce.map(({ version }) => version));
  return new Map(
    versions.map(({ version, validFrom }) => [
      version,
      version === current ? 'now' : validFrom > today ? 'soon' : 'past',
    ]),
  );
}
