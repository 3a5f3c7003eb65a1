/** A second click while the first is on its way does nothing; the server would repeat its answer anyway. */
export function sendOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches('[data-once]')) return;
    if (form.dataset['sending'] === 'yes') {
      event.preventDefault();
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
