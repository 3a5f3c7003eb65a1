import { formatNearVi } from '../../sla/index.js';
import type { ClockDetail } from '../../tickets/index.js';
import { badge, settled, type SlaBadge } from './clock-badge.js';

const STOPPED_BECAUSE: Readonly<Record<NonNullable<ClockDetail['stopReason']>, string>> = {
  assigned: 'đã chuyển đơn vị',
  kept_by_centre: 'giữ lại để hướng dẫn nơi nhận',
  accepted: 'đã nhận',
  action_reported: 'đã báo xử lý tại chỗ',
  answered: 'đã trả lời',
  published: 'đã công khai hoặc trả lời riêng',
  failed_gate: 'trả lại để sửa',
  handed_over: 'đã chuyển đơn vị khác',
  apology_sent: 'đã gửi thư xin lỗi',
  reclassified: 'đổi loại việc',
  guided: 'đã hướng dẫn nơi nhận',
  returned: 'đơn vị trả lại',
  merged: 'đã gộp vào phiếu khác',
  withdrawn: 'người gửi rút hoặc không bổ sung',
  rejected: 'từ chối tiếp nhận',
  part_delivered: 'đã gửi phần phối hợp',
  part_withdrawn: 'không cần phối hợp nữa',
  done_reported: 'đã báo xong',
  reopened: 'phiếu được mở lại',
};

const PAUSED_FOR: Readonly<Record<ClockDetail['pauses'][number]['reason'], string>> = {
  awaiting_citizen: 'chờ người gửi bổ sung',
  centre_review: 'Trung tâm 1022 kiểm tra một câu trả lời chưa đạt',
};

/** A clock as a cell of the case: badge, until when, why. */
export interface ClockCell {
  readonly id: string;
  readonly label: string;
  readonly sla: SlaBadge;
  readonly due: string;
  readonly why: readonly string[];
}

/** One row of the table of all clocks. */
interface ClockRow {
  readonly label: string;
  readonly holder: string;
  readonly started: string;
  readonly due: string;
  readonly sla: SlaBadge;
  readonly used: string;
}

/** What counts now: end to end, and every clock that still runs. */
export function isFirst(clock: ClockDetail): boolean {
  return clock.kind === 'resolve' || clock.stoppedAt === null;
}

export function clockCell(clock: ClockDetail, now: Date): ClockCell {
  return {
    id: clock.id,
    label: clock.kind === 'resolve' ? clock.label : `${clock.label}, ${clock.holder.name}`,
    sla: clock.stoppedAt === null ? badge(clock) : settled(clock.late, endWords(clock), endTimes(clock, now)),
    due: formatNearVi(clock.dueAt, now),
    why: whyOf(clock, now),
  };
}

export function clockRow(clock: ClockDetail, now: Date): ClockRow {
  const { sla } = clockCell(clock, now);
  return {
    label: clock.label,
    holder: clock.holder.name,
    started: formatNearVi(clock.startedAt, now),
    due: formatNearVi(clock.dueAt, now),
    sla: clock.stoppedAt === null ? sla : { ...sla, text: `${sla.text}, ${formatNearVi(clock.stoppedAt, now)}` },
    used: `${clock.used} (${Math.round(clock.usedShare * 100)} %) của ${clock.limit}`,
  };
}

/** The explanation of the deadline, then what was done to the clock, and by which rules it is judged. */
function whyOf(clock: ClockDetail, now: Date): string[] {
  const paused = clock.pauses.map(({ fromAt, toAt, reason }) => {
    const until = toAt === null ? ', chưa chạy lại' : ` đến ${formatNearVi(toAt, now)}`;
    return `Đồng hồ dừng từ ${formatNearVi(fromAt, now)}${until}, vì ${PAUSED_FOR[reason]}.`;
  });
  const extended = clock.extendedBy === null ? [] : [`Đã gia hạn một lần, thêm ${clock.extendedBy}.`];
  const calendar = clock.calendar === null ? 'tính cả ngày lẫn đêm' : `lịch “${clock.calendar}”`;
  return [...clock.why, ...paused, ...extended, `Theo quy định thời hạn bản ${clock.policyVersion}, ${calendar}.`];
}

function endWords({ late }: ClockDetail): string {
  return late ? 'xong, trễ hạn' : 'xong, đúng hạn';
}

function endTimes(clock: ClockDetail, now: Date): string {
  const because = clock.stopReason === null ? '' : `${STOPPED_BECAUSE[clock.stopReason]} `;
  return clock.stoppedAt === null
    ? ''
    : `${because}${formatNearVi(clock.stoppedAt, now)}, hạn ${formatNearVi(clock.dueAt, now)}`;
}
