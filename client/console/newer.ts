import type { Socket } from 'socket.io-client';
import { element, icon } from './call/matter.js';
import { keepNow } from './drafts.js';
import { addressOf } from './fragments.js';
import { versionOf } from './page.js';

/**
 * After an update of the service a page that was open before is of the build before, and may not understand all it
 * hears. The service says at each greeting which script its pages load: another one than this page's is offered, in
 * the bar, and never loaded by force, because somebody may be in the middle of a sentence.
 */
export function offerNewer(socket: Socket | null): void {
  socket?.on('hello', ({ script }: { readonly script?: string }) => {
    const here = document.querySelector('[data-newer]');
    const isNewer = script !== undefined && script !== versionOf(document);
    if (isNewer && here === null) offer();
    // Two processes of which only one is updated yet: this line leads to one like this page again.
    if (!isNewer) here?.remove();
  });
}

function offer(): void {
  const said = element('span', 'newer');
  said.dataset['newer'] = '';
  said.setAttribute('role', 'status');
  const button = element('button', 'state', 'Trang có bản mới. Tải lại');
  button.setAttribute('type', 'button');
  button.prepend(icon('rotate-ccw'));
  button.addEventListener('click', () => {
    keepNow();
    const question = 'Chữ đang gõ ở trang này không được giữ khi tải lại. Vẫn tải lại?';
    // Not `reload`: a form that came back would be sent once more.
    if (!hasUnkept() || confirm(question)) location.assign(addressOf(location));
  });
  document.querySelector('.bar .me')?.before(said);
  // Put into a region that is there already, it is read out.
  said.append(button);
}

/** Whether something was changed in a form of which nothing is kept on this machine. */
function hasUnkept(): boolean {
  return [...document.querySelectorAll<HTMLFormElement>('main form[method="post"]:not([data-draft])')].some((form) =>
    [...form.elements].some(isChanged),
  );
}

function isChanged(field: Element): boolean {
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (field instanceof HTMLSelectElement) {
    const before = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return field.selectedOptions[0] !== before;
  }
  if (!(field instanceof HTMLInputElement) || field.type === 'hidden') return false;
  if (field.type === 'file') return (field.files?.length ?? 0) > 0;
  return field.type === 'checkbox' || field.type === 'radio'
    ? field.checked !== field.defaultChecked
    : field.value !== field.defaultValue;
}
