import { areasText } from '../../attachments/index.js';
import type { FieldError } from '../../kernel/index.js';
import {
  HIDDEN_KINDS,
  openElsewhere,
  sheetField,
  type FilledSheet,
  type RedactionSheet,
  type SheetField,
} from '../../publication/index.js';

type Values = Readonly<Record<string, string>>;
type Mark = SheetField['suggested'][number];

const LABELS: Readonly<Record<SheetField['name'], string>> = {
  title: 'Tiêu đề',
  question: 'Lời người dân',
  found: 'Đã kiểm tra',
  done: 'Đã làm',
  inCharge: 'Ai phụ trách',
  legalBasis: 'Căn cứ pháp lý',
};

/** What was hidden in vain, a sentence each. */
export function leakLines(fields: readonly SheetField[]): string[] {
  return openElsewhere(fields).map(
    ({ words, hiddenIn, openIn }) =>
      `“${words}” đã che ở đoạn “${LABELS[hiddenIn]}” còn hiện ở đoạn “${LABELS[openIn]}”.`,
  );
}

/** So much of a text stands on each side of a hidden place in the list. */
const AROUND = 24;

const kinds = (chosen: string) =>
  Object.entries(HIDDEN_KINDS).map(([value, label]) => ({ value, label, selected: value === chosen }));

/** One mark in the list beside a text: hidden under a name, or left open. */
function markLine(name: string, text: string, { start, end }: Mark, kind: string, number: number) {
  return {
    id: `${name}-${String(start)}-${String(end)}`,
    name: `m.${name}.${String(start)}-${String(end)}`,
    no: number,
    hidden: text.slice(start, end),
    before: `${start > AROUND ? '…' : ''}${text.slice(Math.max(0, start - AROUND), start)}`,
    after: `${text.slice(end, end + AROUND)}${end + AROUND < text.length ? '…' : ''}`,
    open: kind === '',
    options: [...kinds(kind), { value: '', label: 'không che', selected: kind === '' }],
  };
}

/** A text with its marks: the text itself as pieces, and one line for each place in the order of the text. */
function markedView(field: SheetField) {
  const { name, original } = field;
  const all = [
    ...(field.marks ?? []).map((mark) => ({ mark, kind: mark.kind })),
    ...field.suggested.map((mark) => ({ mark, kind: '' as const })),
  ].sort((a, b) => a.mark.start - b.mark.start);
  const lines = all.map(({ mark, kind }, index) => markLine(name, original, mark, kind, index + 1));
  const pieces: object[] = [];
  let at = 0;
  all.forEach(({ mark }, index) => {
    if (mark.start > at) pieces.push({ text: original.slice(at, mark.start) });
    pieces.push({ mark: lines[index] });
    at = mark.end;
  });
  if (at < original.length) pieces.push({ text: original.slice(at) });
  return { lines, pieces };
}

/** @param values of a form that comes back. @param typed the text that is edited as plain words. */
export function fieldView(
  field: SheetField,
  {
    values,
    errors,
    typed,
  }: { readonly values: Values; readonly errors: readonly FieldError[]; readonly typed: string | null },
) {
  const { name, original, marked } = field;
  const asWords = field.marks === null || typed === name || values[`text.${name}`] !== undefined;
  const error = errors.find((one) => one.field === `add.${name}` || one.field === `text.${name}`)?.message ?? null;
  return {
    name,
    label: LABELS[name],
    original,
    error,
    asWords,
    // Words that were changed by hand cannot be drawn in the original any more.
    changed: field.marks === null,
    marked,
    rows: Math.min(14, Math.max(2, Math.ceil(marked.length / 70))),
    ...markedView(field),
    addValue: error === null ? '' : (values[`add.${name}`] ?? ''),
    addKinds: kinds(values[`addkind.${name}`] ?? 'name'),
  };
}

/** The fields of a sheet as a form that comes back says them. */
export function fieldsAsSent(sheet: RedactionSheet, filled: FilledSheet): SheetField[] {
  return sheet.fields.map((field) => sheetField(field.name, field.original, filled.texts[field.name]));
}

const SIDES = ['x', 'y', 'width', 'height'] as const;
const SIDE_LABELS: Readonly<Record<(typeof SIDES)[number], string>> = {
  x: 'Cách trái',
  y: 'Cách trên',
  width: 'Rộng',
  height: 'Cao',
};

/** A photo with its areas as fields in per cent: those that there are, and one more. */
export function photoView(ticketId: string, photo: RedactionSheet['photos'][number], number: number) {
  const { id, name, width, height, shown, areas } = photo;
  const row = (index: number, value: (side: (typeof SIDES)[number]) => string) => ({
    legend: `Vùng ${String(index + 1)}`,
    sides: SIDES.map((side) => ({
      id: `f-a-${id}-${String(index)}-${side}`,
      name: `a.${id}.${String(index)}.${side}`,
      side,
      label: SIDE_LABELS[side],
      value: value(side),
    })),
  });
  return {
    id,
    name,
    width,
    height,
    shown,
    no: number,
    src: `/kiem-duyet/${ticketId}/anh/${id}`,
    blurred: areas.length === 0 ? null : `/kiem-duyet/${ticketId}/anh/${id}?vung=${areasText(areas)}`,
    areas,
    rows: [...areas.map((area, index) => row(index, (side) => String(area[side] / 10))), row(areas.length, () => '')],
  };
}
