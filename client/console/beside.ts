/** Long enough that a word is whole, short enough that the answer is there before the sentence ends. */
const PAUSE_MS = 600;

/** What of the form decides what stands beside it. */
const ASKED = /^(phone|lookup|tickets\.\d\.(words|categoryCode|ward|placeText))$/;

/** While the operator types: the caller's tickets, likely duplicates and incidents, beside the form. */
export function lookBeside(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-intake]');
  const place = document.querySelector<HTMLElement>('[data-beside]');
  if (!form || !place) return;
  // What the server has looked at: the form that came back, or an empty one.
  let asked = form.hasAttribute('data-returned') ? asking(form) : asking(form, true);
  let timer = 0;
  let latest = 0;
  const look = async (): Promise<void> => {
    const now = asking(form);
    // The buttons are for what stands there; whoever has come to one is not disturbed.
    if (now === asked || place.contains(document.activeElement)) return;
    asked = now;
    const number = (latest += 1);
    const html = await fetched(form);
    if (html !== null && number === latest) show(place, html);
  };
  const later = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    if (field.form !== form) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), PAUSE_MS);
  };
  document.addEventListener('input', later);
  document.addEventListener('change', later);
  // Emptied for the next caller.
  form.addEventListener('blank', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), 0);
  });
  // Words that came back from the browser's memory have been asked about by nobody yet.
  timer = window.setTimeout(() => void look(), PAUSE_MS);
}

function asking(form: HTMLFormElement, empty = false): string {
  const fields = [...new FormData(form)].filter(([name]) => ASKED.test(name));
  return JSON.stringify(fields.map(([name, value]) => [name, empty ? '' : value]));
}

async function fetched(form: HTMLFormElement): Promise<string | null> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  try {
    const response = await fetch('/tong-dai/xem', { method: 'POST', headers: { 'x-part': 'beside' }, body });
    return response.ok && !response.redirected ? await response.text() : null;
  } catch {
    return null; // no line: the form works without, and the bar says that the line is down
  }
}

/** Nothing is replaced, and so nothing said again, when it is the same as before. */
function show(place: HTMLElement, html: string): void {
  const fresh = document.createElement('div');
  fresh.innerHTML = html;
  const text = (element: Element): string => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  if (text(fresh) === text(place)) return;
  place.replaceChildren(...fresh.childNodes);
  const said = document.querySelector('[data-beside-said]');
  if (said) said.textContent = [...place.querySelectorAll('h2')].map(text).join(', ');
}
