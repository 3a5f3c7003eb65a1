import type { BulkLine, BulkOutcome } from './bulk-acts.js';
import type { BulkAction } from './bulk-request.js';

export interface ActionWords {
  /** On the button of the list, and as the heading. */
  readonly label: string;
  /** Of all of them, in the preview and the result: "chuyển sang Sở Y tế". */
  readonly act: (to: string) => string;
  /** What happens to a ticket that is ready; `to` is the agency or the person. */
  readonly willBe: (to: string) => string;
  readonly confirm: (count: number) => string;
  readonly icon: string;
}

const tickets = (count: number): string => `${String(count)} phiếu`;

export const ACTION_WORDS: Readonly<Record<BulkAction, ActionWords>> = {
  assign: {
    label: 'Giao người xử lý',
    act: (to) => `giao ${to}`,
    willBe: (to) => `Sẽ giao ${to}`,
    confirm: (count) => `Giao ${tickets(count)}`,
    icon: 'user',
  },
  transfer: {
    label: 'Chuyển đơn vị',
    act: (to) => `chuyển sang ${to}`,
    willBe: (to) => `Sẽ chuyển sang ${to}`,
    confirm: (count) => `Chuyển ${tickets(count)}`,
    icon: 'arrow-right',
  },
  remind_holder: {
    label: 'Nhắc đơn vị đang giữ',
    act: () => 'nhắc đơn vị đang giữ',
    willBe: (to) => `Sẽ nhắc ${to}`,
    confirm: (count) => `Nhắc ${tickets(count)}`,
    icon: 'clock',
  },
};

const DONE: Readonly<Record<BulkAction, string>> = {
  assign: 'Đã giao',
  transfer: 'Đã chuyển',
  remind_holder: 'Đã nhắc',
};

const TONES: Readonly<Record<BulkOutcome, { readonly tone: string; readonly icon: string }>> = {
  ready: { tone: 'info', icon: 'arrow-right' },
  done: { tone: 'ok', icon: 'circle-check' },
  refused: { tone: 'soon', icon: 'triangle-alert' },
  changed: { tone: 'soon', icon: 'rotate-ccw' },
  missing: { tone: 'soon', icon: 'eye-off' },
};

/** What else is said of a line; left out: its heading has said all. */
const REASONS: Readonly<Partial<Record<BulkOutcome, (reason: string | null) => string | null>>> = {
  refused: (reason) => reason,
  changed: () => 'Mở phiếu xem đã đổi gì, rồi làm lại nếu còn cần.',
};

const CENTRE = 'Tổng đài 1022';

/** A line as the page shows it. */
export function lineView(line: BulkLine, action: BulkAction, to: string): object {
  const words: Readonly<Record<BulkOutcome, string>> = {
    ready: ACTION_WORDS[action].willBe(action === 'remind_holder' ? (line.lead ?? CENTRE) : to),
    done: DONE[action],
    refused: 'Không làm được',
    changed: 'Vừa có người khác cập nhật',
    missing: 'Không tìm thấy',
  };
  return {
    ...TONES[line.outcome],
    code: line.code ?? 'Phiếu không tìm thấy',
    title: line.title,
    // What no agency has is with the centre; what is not this person's to see is nowhere.
    lead: line.lead ?? (line.code === null ? null : CENTRE),
    outcome: line.outcome,
    what: words[line.outcome],
    reason: REASONS[line.outcome]?.(line.reason) ?? null,
    href: line.code === null ? null : `/phieu?phieu=${line.ticketId}`,
  };
}

/** "Đã nhắc 48 phiếu; 2 phiếu không làm được." What did not go through is never left out. */
export function sumVi(lines: readonly BulkLine[], action: BulkAction): string {
  const done = lines.filter(({ outcome }) => outcome === 'done').length;
  const left = lines.length - done;
  if (left === 0) return `${DONE[action]} cả ${tickets(done)}.`;
  if (done === 0) return `Chưa làm được phiếu nào trong ${tickets(lines.length)}.`;
  return `${DONE[action]} ${tickets(done)}; còn ${tickets(left)} chưa làm được, xem lý do ở từng dòng.`;
}

/** "Chuyển sang Sở Y tế: 48 phiếu làm được, 2 phiếu không; lý do ở từng dòng." */
export function previewVi(lines: readonly BulkLine[], action: BulkAction, to: string): string {
  const act = ACTION_WORDS[action].act(to);
  const ready = lines.filter(({ outcome }) => outcome === 'ready').length;
  const left = lines.length - ready;
  const count =
    left === 0
      ? `làm được cả ${tickets(ready)}.`
      : ready === 0
        ? 'không phiếu nào làm được lúc này, xem lý do ở từng dòng.'
        : `${tickets(ready)} làm được, ${tickets(left)} không; lý do ở từng dòng.`;
  return `${act.charAt(0).toUpperCase()}${act.slice(1)}: ${count}`;
}
