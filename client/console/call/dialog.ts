import { element, icon } from './matter.js';

/**
 * A window before the page: the focus goes in and, when it closes, back to where it was; Escape closes it.
 *
 * @returns what fills it, and its closing.
 */
export function openDialog(
  title: string,
  className: string,
): { readonly dialog: HTMLDialogElement; close: () => void } {
  document.querySelector<HTMLDialogElement>('dialog[data-call-dialog]')?.close();
  const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  const dialog = document.createElement('dialog');
  dialog.className = `sheet ${className}`;
  dialog.dataset['callDialog'] = '';
  const heading = element('h2', '', title);
  heading.id = 'sheet-title';
  dialog.setAttribute('aria-labelledby', heading.id);
  const leave = element('button', 'btn btn--quiet', 'Đóng ');
  leave.setAttribute('type', 'button');
  leave.append(element('kbd', '', 'Esc'));
  leave.prepend(icon('x'));
  leave.addEventListener('click', () => {
    dialog.close();
  });
  const head = element('div', 'sheet__head');
  head.append(heading, leave);
  dialog.append(head);
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (document.activeElement === document.body || document.activeElement === null) before?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return {
    dialog,
    close: () => {
      dialog.close();
      before?.focus();
    },
  };
}
