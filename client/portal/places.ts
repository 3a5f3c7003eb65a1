import { find } from '../shared/dom.js';
import { suggest } from '../shared/suggest.js';

interface Places {
  readonly places: readonly { readonly wardName: string; readonly text: string; readonly former: boolean }[];
}
interface Agencies {
  readonly agencies: readonly { readonly name: string }[];
}

/** Type-ahead for the ward, by names of today and of before, and for the agency a report is about. */
export function suggestNames(form: HTMLFormElement): void {
  const ward = find<HTMLInputElement>('input[name=ward]', form);
  if (ward) {
    suggest(ward, async (typed) => {
      const { places } = await ask<Places>('places', typed);
      return places.map(({ wardName, text, former }) => ({
        value: wardName,
        label: former ? `${text} → ${wardName}` : wardName,
      }));
    });
  }
  const subject = find<HTMLInputElement>('input[name=subject]', form);
  if (subject) {
    suggest(subject, async (typed) => {
      const { agencies } = await ask<Agencies>('agencies', typed);
      return agencies.map(({ name }) => ({ value: name, label: name }));
    });
  }
}

async function ask<Answer>(what: string, typed: string): Promise<Answer> {
  const response = await fetch(`/api/v1/${what}?q=${encodeURIComponent(typed)}`);
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as Answer;
}
