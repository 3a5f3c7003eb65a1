import type { FieldError } from '../../kernel/index.js';
import type { EvidenceFacts } from './answer-check.js';

/** What a coordinator looks at before an answer goes to the citizen. */
export const GATE_CHECKS = ['asked', 'finding', 'action', 'date', 'in_charge', 'evidence', 'legal'] as const;
export type GateCheck = (typeof GATE_CHECKS)[number];
export type GateVerdict = 'passed' | 'not_applicable';
export type GateChecks = Readonly<Record<GateCheck, GateVerdict>>;

export const GATE_LABELS: Readonly<Record<GateCheck, string>> = {
  asked: 'Trả lời đúng điều được hỏi, ở đúng nơi được hỏi',
  finding: 'Nói rõ đã kiểm tra thấy gì',
  action: 'Nói rõ đã làm gì',
  date: 'Có ngày xong cụ thể',
  in_charge: 'Có người hoặc phòng phụ trách',
  evidence: 'Có ảnh, bằng chứng (việc ngoài hiện trường)',
  legal: 'Có căn cứ pháp lý (việc hỏi về quy định)',
};

/** What the category asks for, and whether the agency said why it brings none. */
interface GateFacts {
  readonly needed: EvidenceFacts['needed'];
  readonly waived: boolean;
}

/** Whatever is asked gets an answer to it, and somebody answers for it: these two always apply. */
const ALWAYS: readonly GateCheck[] = ['asked', 'in_charge'];

/**
 * The checks of the gate, decided one by one.
 * @param raw check → verdict, as a form or program sent it.
 * @returns the decided checks, or what is wrong beside each that is not decided.
 */
export function decideGate(
  raw: Readonly<Partial<Record<GateCheck, string | null | undefined>>>,
  evidence: GateFacts,
): { readonly checks: GateChecks } | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const checks: Partial<Record<GateCheck, GateVerdict>> = {};
  for (const check of GATE_CHECKS) {
    const verdict = raw[check];
    const field = `check_${check}`;
    if (verdict !== 'passed' && verdict !== 'not_applicable') {
      errors.push({ field, message: `Xin xem rồi đánh dấu: ${GATE_LABELS[check].toLowerCase()}.` });
    } else if (verdict === 'not_applicable' && ALWAYS.includes(check)) {
      errors.push({ field, message: 'Điều này câu trả lời nào cũng phải có.' });
    } else if (verdict === 'not_applicable' && isNeeded(check, evidence)) {
      errors.push({ field, message: 'Loại việc này cần có; nếu còn thiếu, xin trả lại để đơn vị bổ sung.' });
    } else checks[check] = verdict;
  }
  return errors.length > 0 ? { errors } : { checks: checks as GateChecks };
}

/** The category asks for it, and the agency gave no reason why there is none. */
function isNeeded(check: GateCheck, { needed, waived }: GateFacts): boolean {
  if (waived) return false;
  return (check === 'evidence' && needed === 'photo') || (check === 'legal' && needed === 'legal');
}
