import { formatDay, formatInstant } from '../../kernel/index.js';
import type { Figures, OrderDetail, OrderKind, OrderStatus, OrderView } from '../../agency-changes/index.js';

/** Paths of the forms, in the order in which they are offered. */
export const FORM_PATHS = {
  'sap-nhap': 'merge',
  'chia-tach': 'split',
  'doi-ten': 'rename',
  'ket-thuc': 'close',
} as const satisfies Readonly<Record<string, OrderKind>>;

export type FormPath = keyof typeof FORM_PATHS;

export const KIND_WORDS: Readonly<Record<OrderKind, string>> = {
  merge: 'Sáp nhập',
  split: 'Chia tách',
  rename: 'Đổi tên',
  close: 'Kết thúc hoạt động',
};

interface StatusLook {
  readonly text: string;
  readonly tone: string;
  readonly icon: string;
}

export const STATUS: Readonly<Record<OrderStatus, StatusLook>> = {
  proposed: { text: 'chờ xác nhận', tone: 'soon', icon: 'clipboard-check' },
  confirmed: { text: 'chờ đến ngày', tone: 'info', icon: 'calendar-clock' },
  applying: { text: 'đang thực hiện', tone: 'info', icon: 'timer' },
  done: { text: 'đã thực hiện', tone: 'ok', icon: 'circle-check' },
  cancelled: { text: 'đã bỏ', tone: 'hold', icon: 'x' },
  failed: { text: 'bị dừng, cần chạy lại', tone: 'late', icon: 'triangle-alert' },
};

/** Names for the codes of an order, also of agencies that it is only to begin. */
export interface OrderNames {
  agency(code: string): string;
  ward(code: string): string;
  category(code: string): string;
}

/** "Sáp nhập Sở A, Sở B vào Sở C" */
export function orderTitle({ kind, plan }: OrderView, names: OrderNames): string {
  const from = plan.hands.map((hand) => names.agency(hand.from)).join(', ');
  const [rename] = plan.renames;
  if (rename !== undefined) return `Đổi tên ${names.agency(rename.code)} thành ${rename.name}`;
  const to = names.agency(plan.hands[0]?.rest ?? '');
  if (kind === 'merge') return `Sáp nhập ${from} vào ${to}`;
  return kind === 'split' ? `Chia tách ${from}` : `${from} kết thúc hoạt động, ${to} tiếp nhận`;
}

/** What the order does, a line for each thing. */
export function orderLines({ plan }: OrderView, names: OrderNames): string[] {
  const begins = plan.begins.map(({ name, code }) => `Thành lập ${name} (mã ${code}).`);
  const renames = plan.renames.map(
    ({ code, name, shortName }) => `${names.agency(code)} đổi tên thành ${name} (${shortName}); mã ${code} giữ nguyên.`,
  );
  const hands = plan.hands.flatMap(({ from, rest, parts }) => [
    ...parts.map(({ to, wardCodes, categoryCodes, logins }) => {
      const what = [
        wardCodes.length === 0 ? null : `ở ${wardCodes.map((code) => names.ward(code)).join(', ')}`,
        categoryCodes.length === 0 ? null : `về ${categoryCodes.map((code) => names.category(code)).join('; ')}`,
      ].filter((one) => one !== null);
      const people = logins.length === 0 ? '' : `; tài khoản ${logins.join(', ')} sang theo`;
      return `Việc của ${names.agency(from)} ${what.join(', ')} do ${names.agency(to)} tiếp nhận${people}.`;
    }),
    rest === from
      ? `Phần còn lại ${names.agency(from)} tiếp tục giải quyết.`
      : `${parts.length === 0 ? 'Mọi việc' : 'Phần còn lại'} của ${names.agency(from)} do ${names.agency(rest)} tiếp nhận.`,
  ]);
  const ends = plan.ends.map((code) => `${names.agency(code)} (mã ${code}) hết hoạt động; tên và mã cũ vẫn tra được.`);
  return [...begins, ...renames, ...hands, ...ends];
}

const FIGURES: readonly (readonly [keyof Figures, string])[] = [
  ['tickets', 'phiếu đang mở'],
  ['parts', 'phần phối hợp chưa gửi'],
  ['apologies', 'thư xin lỗi còn nợ'],
  ['accounts', 'tài khoản'],
  ['routingRules', 'quy tắc phân công'],
  ['assignmentRules', 'quy tắc giao người'],
  ['shifts', 'lịch trực'],
  ['absences', 'lịch vắng'],
  ['deputations', 'ủy quyền duyệt'],
];

export function figuresView(figures: Figures): { label: string; value: string }[] {
  return FIGURES.map(([key, label]) => ({ label, value: (figures[key] ?? 0).toLocaleString('vi-VN') }));
}

/** How far an order is with what it moves. */
export type Stage = 'before' | 'between' | 'after';

const MOVES: Readonly<Record<Stage, string>> = { before: 'Sẽ chuyển', between: 'Phải chuyển', after: 'Đã chuyển' };

/** "Sẽ chuyển 50 phiếu đang mở, 12 quy tắc phân công, 7 tài khoản." */
export function effectVi(figures: Figures, stage: Stage): string {
  const parts = FIGURES.filter(([key]) => (figures[key] ?? 0) > 0).map(
    ([key, label]) => `${figures[key].toLocaleString('vi-VN')} ${label}`,
  );
  if (parts.length > 0) return `${MOVES[stage]} ${parts.join(', ')}.`;
  return stage === 'before' ? 'Không có gì phải chuyển, chỉ đổi danh sách đơn vị.' : 'Không có gì phải chuyển.';
}

/**
 * How far an order has come: how many tickets of how many have moved, and how many could not be; null: it has not begun
 * and waits for nothing.
 */
export function progressOf(order: OrderView): { text: string; percent: number } | null {
  const { status, phase, moved, stuck, effectiveOn } = order;
  if (status === 'confirmed' && order.nextTryAt === null)
    return { text: `Sẽ thực hiện lúc 0 giờ ${formatDay(effectiveOn)}.`, percent: 0 };
  if (phase === 'switch')
    return status === 'failed' || status === 'confirmed'
      ? { text: 'Chưa chuyển gì: đơn vị, tài khoản, quy tắc và phiếu còn như cũ.', percent: 0 }
      : null;
  // What came to an ended agency afterwards has moved as well.
  const total = Math.max(order.total, moved + stuck);
  const all = total === 0 ? 'Không có phiếu nào phải chuyển.' : `Đã chuyển ${count(moved)} trên ${count(total)} phiếu.`;
  const left = stuck === 0 ? '' : ` ${count(stuck)} phiếu chưa chuyển được.`;
  const percent = status === 'done' ? 100 : total === 0 ? 0 : Math.min(99, Math.floor((moved / total) * 100));
  return { text: `${status === 'done' && stuck === 0 ? 'Đã xong. ' : ''}${all}${left}`, percent };
}

/** Why an order stands still, and what becomes of it; null: it does not. */
export function haltOf({ status, error, attempts, nextTryAt }: OrderView): string | null {
  if (error === null) return null;
  if (status === 'failed')
    return `Đã thử ${count(attempts)} lần không được: ${error} Xin xem lý do, sửa rồi bấm “Chạy lại”; phần đã chuyển giữ nguyên.`;
  return nextTryAt === null ? null : `${error} Máy sẽ tự thử lại lúc ${formatInstant(nextTryAt)}.`;
}

/** The tickets that could not be moved, a line each. */
export function troubleLines(order: OrderDetail): { code: string; reason: string; tried: string }[] {
  return order.troubles.map(({ code, reason, at }) => ({
    code: code ?? 'Phiếu không hiện mã ở trang này',
    reason,
    tried: formatInstant(at),
  }));
}

function count(number: number): string {
  return number.toLocaleString('vi-VN');
}
