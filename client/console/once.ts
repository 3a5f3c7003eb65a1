/**
 * A second click while the first is on its way does nothing; the server would repeat its answer anyway.
 * Without a line the form stays on the screen and goes out when the line is back.
 */
export function sendOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    // Somebody else sends it.
    if (!form.matches('[data-once]') || event.defaultPrevented) return;
    // A look at what will be sent opens beside; the form stays to be sent.
    if (event.submitter instanceof HTMLButtonElement && event.submitter.formTarget === '_blank') return;
    if (form.dataset['sending'] === 'yes') {
      event.preventDefault();
      return;
    }
    if (!navigator.onLine) {
      event.preventDefault();
      sendLater(form, event.submitter);
      return;
    }
    form.dataset['sending'] = 'yes';
    event.submitter?.setAttribute('aria-busy', 'true');
  });
  // Back from the next page with the browser's own memory of this one.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll<HTMLFormElement>('[data-once]')) {
      delete form.dataset['sending'];
      for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
    }
  });
}

/** Whether a form is on its way: the page that answers it must not be overtaken by another. */
export function isSending(): boolean {
  return document.querySelector('[data-once][data-sending="yes"]') !== null;
}

function sendLater(form: HTMLFormElement, submitter: HTMLElement | null): void {
  if (form.querySelector('[data-waiting]')) return;
  const banner = document.createElement('p');
  banner.className = 'banner banner--off';
  banner.dataset['waiting'] = '';
  banner.setAttribute('role', 'alert');
  banner.textContent = 'Chưa gửi được vì mất mạng. Nội dung còn trên máy, có mạng sẽ tự gửi.';
  if (submitter?.parentElement) submitter.parentElement.before(banner);
  else form.append(banner);
  const send = (): void => {
    banner.remove();
    if (form.isConnected) form.requestSubmit(submitter);
  };
  window.addEventListener('online', send, { once: true });
}
