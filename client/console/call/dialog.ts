import { element, icon } from './matter.js';

/**
 * A window before the page: the focus goes in and, when it closes, back to where it was; Escape closes it.
 *
 * @returns what fills it, and its closing.
 */
export function openDialog(
  title: string,
  className: string,
): { readonly dialog: HTMLDialogElement; readonly close: () => void } {
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
    close();
  });
  const head = element('div', 'sheet__head');
  head.append(heading, leave);
  dialog.append(head);
  const close = (): void => {
    dialog.close();
    before?.focus();
  };
  dialog.addEventListener('close', () => {
    dialog.remove();
    // A field that goes away while it has the focus takes the keyboard along in Chromium: the one that seems to have
    // the focus then gets none of what is typed. Giving it anew mends that.
    const now = document.activeElement;
    const here = now instanceof HTMLElement && now !== document.body ? now : before;
    here?.blur();
    here?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, close };
}
