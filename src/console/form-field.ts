import type { FieldError } from '../kernel/index.js';

/** One field as `console/partials/field` shows it. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly error: string | null;
  readonly hint: string | null;
  readonly kind: 'area' | 'date' | 'tel' | 'datetime-local' | 'text' | 'select' | 'file';
  readonly rows: number | null;
  readonly required: boolean;
  readonly options: readonly SelectOption[] | null;
  /** The field to write in first when the page opens. */
  readonly focus: boolean;
  /** Id of the datalist with suggestions. */
  readonly list: string | null;
  /** Media types that a field of files takes. */
  readonly accept: string | null;
}

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly selected: boolean;
  /** Whether this kind of matter asks for the agency complained about. */
  readonly subject: boolean;
}

/** What was typed and what is wrong with it, when a form comes back. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

export const EMPTY_FORM: FormState = { values: {}, errors: [] };

type Options = Partial<
  Pick<FormField, 'hint' | 'kind' | 'rows' | 'required' | 'options' | 'list' | 'focus' | 'accept'>
>;

/** A field with what the form state knows of it; `initial` is shown when nothing was typed. */
export function field(form: FormState, name: string, label: string, initial: string, options: Options = {}): FormField {
  return {
    name,
    label,
    value: form.values[name] ?? initial,
    error: form.errors.find((error) => error.field === name)?.message ?? null,
    hint: null,
    kind: 'text',
    rows: null,
    required: true,
    options: null,
    list: null,
    focus: false,
    accept: null,
    ...options,
  };
}

const PHOTOS = 'image/jpeg,image/png,image/webp';

/** Where photos are chosen, of staff documents as well. A browser never gives chosen files back. */
export function filesField(form: FormState, name: string, label: string, pdf: boolean): FormField {
  return {
    ...field(form, name, label, '', {
      kind: 'file',
      required: false,
      accept: pdf ? `${PHOTOS},application/pdf` : PHOTOS,
      hint: `Nhiều nhất 5 ${pdf ? 'ảnh, tệp PDF' : 'ảnh'}, mỗi tệp 10\u00A0MB. Nếu phải gửi lại thì chọn lại tệp.`,
    }),
    value: '',
  };
}
