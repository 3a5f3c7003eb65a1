import type { BulkLine, BulkOutcome } from './bulk-acts.js';
import type { BulkAction } from './bulk-request.js';

export interface ActionWords {
  /** On the button of the list, and as the heading. */
  readonly label: string;
  /** What happens to a ticket that is ready; `to` is the agency or the person. */
  readonly willBe: (to: string) => string;
  readonly confirm: (count: number) => string;
  readonly icon: string;
}

const tickets = (count: number): string => `${String(count)} phiếu`;

export const ACTION_WORDS: Readonly<Record<BulkAction, ActionWords>> = {
  assign: {
    label: 'Giao người xử lý',
    willBe: (to) => `Sẽ giao ${to}`,
    confirm: (count) => `Giao ${tickets(count)}`,
    icon: 'user',
  },
  transfer: {
    label: 'Chuyển đơn vị',
    willBe: (to) => `Sẽ chuyển ${to}`,
    confirm: (count) => `Chuyển ${tickets(count)}`,
    icon: 'arrow-right',
  },
  remind_holder: {
    label: 'Nhắc đơn vị đang giữ',
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

/** A line as the page shows it. */
export function lineView(line: BulkLine, action: BulkAction, to: string): object {
  const words: Readonly<Record<BulkOutcome, string>> = {
    ready: ACTION_WORDS[action].willBe(action === 'remind_holder' ? (line.lead ?? 'Tổng đài 1022') : to),
    done: DONE[action],
    refused: 'Không làm được',
    changed: 'Vừa có người khác cập nhật',
    missing: 'Không tìm thấy',
  };
  return {
    ...TONES[line.outcome],
    code: line.code ?? 'Phiếu không tìm thấy',
    title: line.title,
    lead: line.lead,
    outcome: line.outcome,
    what: words[line.outcome],
    // A changed or missing ticket has said all with its heading.
    reason: line.outcome === 'refused' ? line.reason : null,
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

/** "48 phiếu làm được, 2 phiếu không." */
export function previewVi(lines: readonly BulkLine[]): string {
  const ready = lines.filter(({ outcome }) => outcome === 'ready').length;
  const left = lines.length - ready;
  if (left === 0) return `Làm được cả ${tickets(ready)}.`;
  if (ready === 0) return 'Không phiếu nào làm được lúc này, xem lý do ở từng dòng.';
  return `${tickets(ready)} làm được, ${tickets(left)} không; lý do ở từng dòng.`;
}
