import { find } from '../shared/dom.js';

/** Shows the field for the agency as soon as the chosen kind of matter needs it. */
export function askSubject(form: HTMLFormElement): void {
  const category = find<HTMLSelectElement>('select[name=categoryCode]', form);
  const field = find('[data-subject-field]', form);
  if (!category || !field) return;
  const show = () => {
    const needed = category.selectedOptions[0]?.hasAttribute('data-subject') === true;
    // Never takes away what somebody has filled in or is asked for.
    field.hidden =
      !needed &&
      !field.classList.contains('field--error') &&
      (find<HTMLInputElement>('input', field)?.value ?? '') === '';
  };
  category.addEventListener('change', show);
  show();
}
