import { find } from '../shared/dom.js';
import { askAhead } from './ask-ahead.js';

const PAUSE_MS = 700;

interface Preview {
  readonly boundary: 'ordinary' | 'emergency' | 'complaint' | 'denunciation';
  readonly route: { readonly leadAgencyName: string | null };
  readonly due: {
    readonly text: string;
    readonly why: readonly string[];
    readonly textEn: string;
    readonly whyEn: readonly string[];
  } | null;
}

/**
 * Tells while somebody writes what the page would tell after sending: 113, 114, 115 for what sounds
 * dangerous, where khiếu nại and tố cáo go, and who would have to answer until when.
 */
export function tellAhead(form: HTMLFormElement): void {
  askAhead<Preview>(form, { address: '/api/v1/intake/preview', letters: 5, pauseMs: PAUSE_MS }, show);

  function show({ boundary, route, due }: Preview): void {
    form
      .querySelectorAll<HTMLElement>('[data-boundary]')
      .forEach((hint) => (hint.hidden = hint.dataset['boundary'] !== boundary));
    const promise = find('[data-promise]', form);
    const lead = find('[data-promise-lead]', form);
    const date = find('[data-promise-due]', form);
    const why = find('[data-promise-why]', form);
    if (!promise || !lead || !date || !why) return;
    promise.hidden = due === null || route.leadAgencyName === null;
    if (due === null || route.leadAgencyName === null) return;
    const english = document.documentElement.lang === 'en';
    const [at, sentences] = english ? [due.textEn, due.whyEn] : [due.text, due.why];
    // The same sentence is not said twice to a screen reader.
    if (date.textContent === at && lead.textContent?.includes(route.leadAgencyName)) return;
    lead.textContent = (lead.dataset['text'] ?? '').replace('@', route.leadAgencyName);
    date.textContent = at;
    why.replaceChildren(
      ...sentences.map((sentence) => {
        const row = document.createElement('li');
        row.textContent = sentence;
        return row;
      }),
    );
  }
}
