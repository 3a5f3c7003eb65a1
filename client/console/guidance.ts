/** The words that go with a ground follow the choice, until somebody has changed them. */
function matchWays(select: HTMLSelectElement): void {
  const form = select.closest('form');
  const text = form?.querySelector<HTMLTextAreaElement>('textarea[name="rejectText"]');
  const ways = [...(form?.querySelectorAll<HTMLTemplateElement>('template[data-way]') ?? [])];
  const plain = (template: HTMLTemplateElement): string => template.content.textContent?.trim() ?? '';
  const chosen = ways.find((template) => template.dataset['way'] === select.value);
  const own = text?.value.trim() ?? '';
  if (!text || !chosen || (own !== '' && !ways.some((template) => plain(template) === own))) return;
  text.value = plain(chosen);
  text.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The standing words follow the choice between complaint and denunciation, until somebody has changed them. */
export function matchGuidance(): void {
  document.addEventListener('change', (event) => {
    const select = event.target;
    if (!(select instanceof HTMLSelectElement)) return;
    if (select.name === 'rejectGround') matchWays(select);
    if (select.name !== 'kind') return;
    const form = select.closest('form');
    const text = form?.querySelector<HTMLTextAreaElement>('textarea[name="text"]');
    const words = [...(form?.querySelectorAll<HTMLTemplateElement>('template[data-guidance]') ?? [])];
    const plain = (template: HTMLTemplateElement): string => template.content.textContent?.trim() ?? '';
    const chosen = words.find((template) => template.dataset['guidance'] === select.value);
    if (!text || !chosen || !words.some((template) => plain(template) === text.value.trim())) return;
    text.value = plain(chosen);
    text.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
