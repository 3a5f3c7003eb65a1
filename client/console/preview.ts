const NEVER_SENT = new Set(['_csrf', '_key']);

/** A form that says where its choice can be tried shows what it would do before it is sent. */
export function tellBeforeSending(): void {
  let asked = 0;
  document.addEventListener('change', (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>('form[data-preview]');
    const text = form?.querySelector<HTMLElement>('[data-preview-text]');
    if (!form || !text) return;
    const mine = (asked += 1);
    void ask(form).then((answer) => {
      // A slower answer to an earlier choice says nothing about this one.
      if (mine === asked && answer !== null) text.textContent = answer;
    });
  });
}

async function ask(form: HTMLFormElement): Promise<string | null> {
  const query = new URLSearchParams();
  // Choices only: words need not go anywhere before they are sent.
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('select, input[type="hidden"]')) {
    if (!NEVER_SENT.has(field.name)) query.set(field.name, field.value);
  }
  try {
    const response = await fetch(`${form.dataset['preview'] ?? ''}?${query.toString()}`, {
      headers: { accept: 'application/json', 'x-background': '1' },
      credentials: 'same-origin',
    });
    return response.ok ? ((await response.json()) as { text: string }).text : null;
  } catch {
    return null;
  }
}
