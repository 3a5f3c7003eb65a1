import { debounce, find } from '../shared/dom.js';

const ASKED = ['words', 'categoryCode', 'subject', 'ward', 'placeText', 'lat', 'lng'] as const;

interface Question {
  readonly address: string;
  /** Nothing is asked of fewer letters than these. */
  readonly letters: number;
  readonly pauseMs: number;
}

/**
 * Asks the service about the form while it is filled in, after each pause, and shows the answer to what stands there now.
 * Without a connection nothing is told ahead: the page after sending tells it, and 1022 sorts it.
 */
export function askAhead<Answer>(
  form: HTMLFormElement,
  { address, letters, pauseMs }: Question,
  show: (answer: Answer) => void,
): void {
  let asked = '';
  const answer = async (): Promise<void> => {
    const input = Object.fromEntries(
      ASKED.map((name) => [name, find<HTMLInputElement>(`[name=${name}]`, form)?.value ?? '']),
    );
    const body = JSON.stringify(input);
    if (body === asked || (input['words'] ?? '').trim().length < letters) return;
    asked = body;
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (response.ok && asked === body) show((await response.json()) as Answer);
    } catch {
      // The line is down.
    }
  };
  const ask = debounce(() => void answer(), pauseMs);
  form.addEventListener('input', ask);
  form.addEventListener('change', ask);
  ask();
}
