import type { Principal } from '../../../identity/index.js';
import type { FieldError } from '../../../kernel/index.js';
import type { PageContext } from '../../../platform/templates/index.js';
import type { FormState } from '../../form-field.js';

export type Values = Readonly<Record<string, string>>;

/** What a form is shown with. */
export interface FormRequest {
  /** Of the address: which calendar, day, clock, version the form is about. */
  readonly query: Values;
  readonly form: FormState;
  /** Repeats the key of a form that came back; null makes a new one. */
  readonly formKey: string | null;
}

/** A form that proposes a change of the rules of time. */
export interface ChangeForm {
  render(principal: Principal, request: FormRequest, page: PageContext): Promise<string>;
  /**
   * The proposal as the form means it, not yet checked.
   * @throws Problem (invalid-input) with the form's own fields, for what cannot even be said as a proposal.
   */
  proposal(values: Values): object | Promise<object>;
  /** The field of the form that an error of the proposal belongs to. */
  fieldOf(field: string): string;
}

/** Errors for the summary, each leading to its field. */
export function problemsOf(errors: readonly FieldError[]): { id: string; message: string }[] | null {
  return errors.length === 0 ? null : errors.map(({ field, message }) => ({ id: `f-${field}`, message }));
}

/** The error of one field; null without. */
export function errorOf(form: FormState, field: string): string | null {
  return form.errors.find((error) => error.field === field)?.message ?? null;
}

/** A box to tick, as `partials/check` shows it; `on` is how it stands when nothing was sent. */
export function checkbox(
  form: FormState,
  name: string,
  label: string,
  on: boolean,
  hint: string | null = null,
): object {
  const sent = Object.keys(form.values).length > 0;
  return { name, label, hint, checked: sent ? form.values[name] === 'yes' : on };
}

/** An optional date or text: empty is null. */
export function orNull(text: string | undefined): string | null {
  const clean = text?.trim() ?? '';
  return clean === '' ? null : clean;
}
