import { areasText } from '../../attachments/index.js';
import { formatNearVi } from '../../sla/index.js';
import { GATE_CHECKS, GATE_LABELS, WITHDRAWAL_GROUNDS, type AnswerHint, type AnswerView } from '../../tickets/index.js';
import { EMPTY_FORM, field, type FormField } from '../form-field.js';
import { versionName } from './answer-desk.js';
import { boundaryWarning } from '../moderation/boundary-warning.js';
import { leakLines } from '../moderation/sheet-view.js';
import { openPartsFields } from './open-parts-field.js';
import { answerParts } from './desk-view.js';
import { fileLine, type FileLine } from './file-line.js';
import { action, draftName, formOf, isBack, may, whyNot, type Made, type StepFacts } from './step.js';

const AREA = { kind: 'area', rows: 3 } as const;

/** The form in which an agency writes its answer. */
export function answerStep(facts: StepFacts): Made {
  const { detail, now } = facts;
  const { needed, canned, versions } = facts.answer;
  const form = formOf(facts, 'answer');
  const { draft } = detail;
  const blocked = may(facts, 'submit_answer') ? null : whyNot(facts, 'submit_answer');
  // After a return the next attempt starts from the words that were sent back.
  const start = draft ?? (detail.answers[0]?.status === 'returned' ? detail.answers[0] : null);
  const returned = detail.answers.find((answer) => answer.status === 'returned');
  const before = detail.answers.filter(
    ({ status, agency }) => status === 'returned' && agency.code === detail.lead?.code,
  );
  const files = evidenceOf(facts, [draft, ...before]);
  const error = form.errors.find((one) => one.field === 'evidence')?.message ?? null;
  const waiver = field(form, 'evidenceWaiver', WAIVER_LABELS[needed ?? 'photo'], start?.evidenceWaiver ?? '', {
    required: false,
    hint: 'Chỉ ghi khi không có; lãnh đạo và Trung tâm 1022 đọc lý do này.',
  });
  return {
    kind: 'answer',
    ticketId: detail.id,
    returned: isBack(facts, 'answer') || isBack(facts, 'answer-draft'),
    action: action(facts, 'answer'),
    draftAction: action(facts, 'answer-draft'),
    blocked,
    version: detail.version,
    draftVersion: draft?.draftVersion ?? 0,
    formKey: null,
    remarks: returned?.returnedRemarks ?? null,
    returnedWords: returnedWords(detail.answers),
    saved: draft === null ? null : `Nháp lưu lúc ${formatNearVi(draft.updatedAt, now)}.`,
    conflict: conflictOf(facts),
    fields: [
      field(form, 'found', 'Đã kiểm tra', start?.found ?? '', AREA),
      field(form, 'done', 'Đã làm', start?.done ?? '', AREA),
      field(form, 'doneOn', 'Xong ngày', start?.doneOn ?? '', { kind: 'date' }),
      field(form, 'inCharge', 'Ai phụ trách', start?.inCharge ?? '', {
        hint: 'Người hoặc phòng phụ trách, số điện thoại giờ làm việc.',
      }),
      field(form, 'legalBasis', 'Căn cứ pháp lý', start?.legalBasis ?? '', {
        kind: 'area',
        rows: 2,
        required: needed === 'legal',
        hint: 'Số, ngày văn bản, điều khoản.',
      }),
      ...openPartsFields(facts, form),
    ],
    evidence: {
      required: needed === 'photo',
      error,
      files,
    },
    waiver: needed === null && waiver.value === '' ? null : waiver,
    canned:
      canned.length === 0
        ? null
        : {
            action: action(facts, 'answer-canned'),
            options: canned.map(({ id, title }) => ({ value: id, label: title })),
          },
    hintsAction: `/api/v1/tickets/${detail.id}/answer-hints`,
    saveAction: `/api/v1/tickets/${detail.id}/answer-draft`,
    hints: hintLines(facts.answer.hints, facts.tab),
    versions:
      versions.length === 0
        ? null
        : {
            action: action(facts, 'answer-restore'),
            list: versions.map((one) => ({
              name: versionName(one),
              by: `${one.authorName ?? 'Đồng nghiệp'}, ${formatNearVi(one.savedAt, now)}`,
              parts: partsOf(one.parts),
            })),
          },
  };
}

const WAIVER_LABELS = { photo: 'Không có ảnh vì', legal: 'Không có căn cứ vì' } as const;

const PART_LABELS = {
  found: 'Đã kiểm tra',
  done: 'Đã làm',
  doneOn: 'Xong ngày',
  inCharge: 'Ai phụ trách',
  legalBasis: 'Căn cứ pháp lý',
} as const;

type WrittenParts = Readonly<Partial<Record<keyof typeof PART_LABELS, string | null | undefined>>>;

function partsOf(parts: WrittenParts): { name: string; label: string; value: string }[] {
  return (Object.keys(PART_LABELS) as (keyof typeof PART_LABELS)[]).flatMap((name) => {
    const value = parts[name] ?? '';
    return value === '' ? [] : [{ name, label: PART_LABELS[name], value }];
  });
}

/** A colleague saved meanwhile: what was typed stands in the fields, the other's words beside it. */
function conflictOf(facts: StepFacts): object | null {
  const { detail, form, now } = facts;
  const { draft } = detail;
  if (draft === null || !(isBack(facts, 'answer') || isBack(facts, 'answer-draft'))) return null;
  if (form.errors.length > 0 || (Number(form.values['draftVersion']) || 0) >= draft.draftVersion) return null;
  if (JSON.stringify(partsOf(form.values)) === JSON.stringify(partsOf(draft))) return null;
  return {
    by: `${draft.authorName ?? 'Đồng nghiệp'} lưu lúc ${formatNearVi(draft.updatedAt, now)}`,
    mine: partsOf(form.values),
    theirs: partsOf(draft),
  };
}

function returnedWords(answers: readonly AnswerView[]): string | null {
  const count = answers.filter(({ status }) => status === 'returned').length;
  return count === 0 ? null : `Câu trả lời của phiếu này đã bị trả lại ${count} lần.`;
}

/** The head's step. */
export function approveStep(facts: StepFacts): Made {
  const { detail, now } = facts;
  const answer = detail.answers.find(({ status }) => status === 'submitted');
  const at = answer?.submittedAt ? `, ${formatNearVi(answer.submittedAt, now)}` : '';
  return {
    kind: 'approve',
    blocked: may(facts, 'approve_answer') ? null : whyNot(facts, 'approve_answer'),
    action: action(facts, 'approve'),
    version: detail.version,
    by: `${answer?.authorName ?? 'Cán bộ'} trình${at}`,
    answer: answer ? answerParts(answer) : { found: '', done: '', doneOn: '', inCharge: '' },
    files: evidenceOf(facts, attemptsOf(facts, answer)),
    hints: hintLines(facts.answer.hints, facts.tab),
    returnedWords: returnedWords(detail.answers),
    returning: may(facts, 'return_answer') ? returning(facts, 'Cần sửa gì trước khi duyệt') : null,
  };
}

/** The coordinator's step: seven checks, then public or private. */
export function publishStep(facts: StepFacts): Made {
  const { detail, sheet } = facts;
  const marked = (name: string): string => sheet?.fields.find((one) => one.name === name)?.marked ?? '';
  const revision = String(sheet?.revision ?? 0);
  const sentPrivately = isBack(facts, 'publish-private');
  const sentAs = GATE_FORMS.find((step) => isBack(facts, step));
  const sent = formOf(facts, sentAs ?? 'publish');
  const overtaken = sent !== EMPTY_FORM && (sent.values['sheetRevision'] ?? revision) !== revision;
  // What a colleague has hidden meanwhile stays hidden: the sheet's words stand in the form, those sent beside it.
  const form = overtaken ? { ...sent, values: without(sent.values, ['publicTitle', 'publicQuestion']) } : sent;
  const isPublic = detail.visibility === 'public';
  const answer = detail.answers.find(({ status }) => status === 'approved');
  const files = evidenceOf(facts, attemptsOf(facts, answer));
  const { needed } = facts.answer;
  return {
    kind: 'publish',
    action: action(facts, 'publish'),
    version: detail.version,
    sheetRevision: revision,
    overtaken: overtaken ? ['publicTitle', 'publicQuestion'] : [],
    draft: `${draftName(facts, 'publish')}-${revision}`,
    returned: sentAs !== undefined,
    isPublic,
    sheetHref: sheet === null ? null : `/kiem-duyet/${detail.id}`,
    sheetKept: revision !== '0',
    warning: sheet === null ? null : boundaryWarning(sheet),
    leaks: sheet === null ? [] : leakLines(sheet.fields),
    hints: hintLines(facts.answer.hints, facts.tab),
    returnedWords: returnedWords(detail.answers),
    waiver: answer?.evidenceWaiver ?? null,
    checks: GATE_CHECKS.map((check) => ({
      check,
      label: GATE_LABELS[check],
      passed: form.values[`check_${check}`] !== undefined,
      notApplicable: form.values[`na_${check}`] !== undefined,
      error: form.errors.find((one) => one.field === `check_${check}`)?.message ?? null,
      mayNotApply: check !== 'asked' && check !== 'in_charge',
      needed: (check === 'evidence' && needed === 'photo') || (check === 'legal' && needed === 'legal'),
    })),
    files: isPublic
      ? files
          .filter(({ isImage }) => isImage)
          .map((file) => ({ ...file, ...photoAtGate(facts, file.id, overtaken ? {} : form.values) }))
      : [],
    fields: isPublic
      ? [
          field(form, 'publicTitle', 'Tiêu đề công khai', marked('title')),
          field(form, 'publicQuestion', 'Lời người dân, đã che thông tin riêng', marked('question'), {
            kind: 'area',
            rows: 6,
            hint: 'Chỗ máy che ghi «[đã ẩn: …]»; che thêm hoặc sửa lại nếu cần.',
          }),
        ]
      : [],
    withdrawal: isPublic ? withdrawnBefore(facts) : null,
    private: {
      open: !isPublic || sentPrivately,
      action: action(facts, 'publish-private'),
      reason: field(form, 'privateReason', 'Vì sao không công khai', '', {
        kind: 'area',
        rows: 2,
        required: isPublic,
      }),
    },
    returning: returning(facts, 'Câu trả lời còn thiếu gì'),
  };
}

/** The buttons of the gate: out to everybody, to the citizen while the copy stays off, privately. */
const GATE_FORMS = ['publish', 'publish-kept', 'publish-private'] as const;

/** That the copy of the answer before was taken off, and why: whoever passes this one decides what becomes of it. */
function withdrawnBefore(facts: StepFacts): object | null {
  const { sheet, now } = facts;
  if (sheet === null || sheet.withdrawal === null) return null;
  const { withdrawnAt, ground, reason } = sheet.withdrawal;
  return {
    text: `Bản công khai đã gỡ ${formatNearVi(withdrawnAt, now)} vì ${WITHDRAWAL_GROUNDS[ground]}:`,
    reason,
    keptAction: action(facts, 'publish-kept'),
  };
}

function without(values: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** Whether it is let through, as it was decided on the sheet or in a form that comes back; blurred, it is shown so. */
function photoAtGate({ sheet, detail }: StepFacts, id: string, values: Readonly<Record<string, string>>): object {
  const photo = sheet?.photos.find((one) => one.id === id);
  const came = Object.keys(values).length > 0;
  const blurred = photo !== undefined && photo.areas.length > 0;
  return {
    shown: came ? values[`show_${id}`] !== undefined : photo?.shown === true,
    ...(blurred ? { href: `/kiem-duyet/${detail.id}/anh/${id}?vung=${areasText(photo.areas)}` } : {}),
  };
}

function returning(facts: StepFacts, label: string): object {
  const form = formOf(facts, 'return-answer');
  return {
    open: form.errors.length > 0,
    action: action(facts, 'return-answer'),
    draft: draftName(facts, 'return-answer'),
    returned: isBack(facts, 'return-answer'),
    version: facts.detail.version,
    remarks: field(form, 'remarks', label, '', AREA) satisfies FormField,
  };
}

/** An answer's own files, and those of the same agency's attempts before it. */
function attemptsOf({ detail }: StepFacts, answer: AnswerView | undefined): AnswerView[] {
  return detail.answers.filter(({ agency }) => agency.code === answer?.agency.code);
}

/** What was sent with earlier attempts goes on with the next one, unless it was taken off there. */
function evidenceOf(facts: StepFacts, answers: readonly (AnswerView | null)[]): FileLine[] {
  return answers.flatMap((answer) =>
    answer === null ? [] : (facts.answer.evidence.get(answer.id) ?? []).filter(({ leftOut }) => !leftOut).map(fileLine),
  );
}

function hintLines(
  hints: readonly AnswerHint[],
  tab: string,
): { text: string; href: string | null; code: string | null }[] {
  return hints.map((hint) => ({
    text: hint.text,
    code: hint.kind === 'copy' ? hint.code : null,
    href:
      hint.kind === 'copy' && hint.ticketId !== null
        ? `/phieu?nhom=${encodeURIComponent(tab)}&phieu=${hint.ticketId}`
        : null,
  }));
}
