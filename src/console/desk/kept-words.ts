import type { FormState } from '../form-field.js';
import type { PartStep } from './desk-part.js';
import type { DeskStep } from './desk-steps.js';
import type { Step } from './step.js';

/** Which step of the page shows the form that was sent. */
const SHOWN_BY: Readonly<Record<DeskStep, readonly Step['kind'][]>> = {
  accept: ['accept'],
  'answer-draft': ['answer'],
  answer: ['answer'],
  approve: ['approve'],
  'return-answer': ['approve', 'publish'],
  publish: ['publish'],
  'publish-kept': ['publish'],
  'publish-private': ['publish'],
  classify: ['classify'],
  'guide-elsewhere': ['guide'],
  action: ['action'],
  question: ['question'],
  reply: ['reply'],
  extension: ['extension'],
  'extension-approve': ['decision'],
  'extension-refuse': ['decision'],
  reclassify: ['reclassify'],
  transfer: ['transfer'],
};

const LABELS: Readonly<Record<string, string>> = {
  found: 'Đã kiểm tra',
  done: 'Đã làm',
  doneOn: 'Xong ngày',
  inCharge: 'Ai phụ trách',
  remarks: 'Nhận xét',
  publicTitle: 'Tiêu đề công khai',
  publicQuestion: 'Lời người dân, đã che thông tin riêng',
  privateReason: 'Vì sao không công khai',
  text: 'Lời hướng dẫn gửi người dân',
  actionText: 'Đã xử lý tại chỗ thế nào',
  question: 'Câu hỏi gửi người dân',
  reply: 'Lời người gửi bổ sung',
  reason: 'Vì sao cần thêm thời gian',
  words: 'Lời quyết định',
  why: 'Vì sao sửa',
  ground: 'Vì sao chuyển',
};

/**
 * The words of a form that the page can no longer show, because somebody else was first: they stand beside
 * the reason, to be copied. null when the form shows them all, or had none.
 */
export function keptWords(
  sent: { readonly step: string; readonly part: PartStep | null },
  form: FormState,
  steps: readonly Step[],
): { name: string; label: string; value: string }[] | null {
  const shownBy = sent.part === null ? SHOWN_BY[sent.step as DeskStep] : [sent.part.kind];
  const shown = steps.find(({ kind }) => shownBy.includes(kind));
  const labels = sent.part === null ? LABELS : (sent.part.words ?? {});
  const gone = (name: string): boolean => shown === undefined || shown.overtaken?.includes(name) === true;
  const words = Object.entries(labels).flatMap(([name, label]) => {
    if (!gone(name)) return [];
    const value = form.values[name]?.trim() ?? '';
    return value === '' ? [] : [{ name, label, value }];
  });
  return words.length === 0 ? null : words;
}
