import type { FormField } from '../form-field.js';
import { action, draftName, isBack, type Made, type StepFacts, type StepGroup } from './step.js';

/** What a form of one step is made of; `console/partials/next-form` shows it. */
interface FormParts {
  readonly title: string;
  readonly icon: string;
  readonly intro: string;
  readonly fields: readonly FormField[];
  readonly button: string;
  /** Folded behind its title, under the heading of its group. */
  readonly folded?: boolean;
  readonly group?: StepGroup;
  readonly second?: { readonly step: string; readonly label: string };
  /** Why it cannot be done now; then there is no form. */
  readonly blocked?: string | null;
  /** Words that stand above the fields: a question, a reason. */
  readonly quote?: string | null;
  /** Names for the datalist `ds-co-quan`. */
  readonly agencies?: readonly string[] | null;
  /** Where a change of the fields is tried before it is sent. */
  readonly preview?: string | null;
}

/**
 * A step as a form of its own.
 * @param kind unique among the steps of a page.
 * @param step the last piece of the address it is sent to.
 */
export function formStep(facts: StepFacts, kind: string, step: string, parts: FormParts): Made {
  const {
    folded = false,
    group = 'record',
    second,
    blocked = null,
    quote = null,
    agencies = null,
    preview = null,
  } = parts;
  const back = isBack(facts, step) || (second !== undefined && isBack(facts, second.step));
  return {
    ...parts,
    files: parts.fields.some((one) => one.kind === 'file'),
    kind,
    form: true,
    folded,
    group,
    blocked,
    quote,
    agencies,
    preview,
    open: back,
    returned: back,
    action: action(facts, step),
    draft: draftName(facts, step),
    version: facts.detail.version,
    second: second === undefined ? null : { label: second.label, action: action(facts, second.step) },
  };
}
