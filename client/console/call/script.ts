import { currentMatter, element, valueOf } from './matter.js';

interface Script {
  readonly name: string;
  readonly questions: readonly string[];
  readonly tell: string;
}

/** What to ask and to say for the category of the matter in hand; before one is chosen what is always asked. */
export function showScript(form: HTMLFormElement): void {
  const place = document.querySelector<HTMLElement>('[data-script]');
  if (!place) return;
  const usual = [...place.childNodes];
  const known = new Map<string, Promise<Script | null>>();
  let shown = '';
  const look = async (): Promise<void> => {
    const matter = currentMatter(form);
    const code = matter ? valueOf(matter, 'categoryCode') : '';
    if (code === shown) return;
    shown = code;
    const script = code === '' ? null : await (known.get(code) ?? known.set(code, fetched(code)).get(code) ?? null);
    // Another category was chosen while this one's was on its way.
    if (code !== shown) return;
    place.replaceChildren(...(script === null ? usual : nodesOf(script)));
  };
  form.addEventListener('change', () => void look());
  form.addEventListener('input', () => void look());
  form.addEventListener('focusin', () => void look());
  void look();
}

async function fetched(code: string): Promise<Script | null> {
  try {
    const response = await fetch(`/api/v1/categories/${encodeURIComponent(code)}/script`, {
      headers: { accept: 'application/json' },
      credentials: 'same-origin',
    });
    return response.ok && !response.redirected ? ((await response.json()) as Script) : null;
  } catch {
    return null;
  }
}

function nodesOf({ name, questions, tell }: Script): Node[] {
  const list = element('ul', 'box stack stack--s t2 asklist');
  list.append(...questions.map((question) => element('li', '', question)));
  const nodes: Node[] = [element('h2', '', `Cần hỏi: ${name}`), list];
  if (tell !== '') nodes.push(element('p', 'say__words t2', tell));
  return nodes;
}
