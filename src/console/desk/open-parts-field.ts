import { allows } from '../../identity/index.js';
import { field, type FormField, type FormState } from '../form-field.js';
import type { StepFacts } from './step.js';

/** The field of the answer's form in which a head says why it goes without parts that are open; none for anybody else. */
export function openPartsFields({ principal, detail }: StepFacts, form: FormState): FormField[] {
  const open = detail.support.parts.filter(({ status }) => status === 'asked');
  if (open.length === 0 || !allows(principal, 'ticket.approve')) return [];
  const names = open.map(({ agency }) => agency.name).join(', ');
  return [
    field(form, 'openPartsReason', 'Vì sao không đợi phần phối hợp', '', {
      kind: 'area',
      rows: 2,
      required: false,
      hint: `${names} chưa gửi phần của mình. Trình mà không đợi thì xin nói rõ; lý do nằm trong lịch sử phiếu.`,
    }),
  ];
}
