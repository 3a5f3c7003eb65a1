import { element, fieldOf, icon, mattersOf, setField, valueOf } from './matter.js';

export interface Heard {
  readonly boundary: 'ordinary' | 'emergency' | 'complaint' | 'denunciation';
  readonly because: readonly string[];
  readonly hint: {
    readonly title: string;
    readonly text: string;
    readonly numbers: readonly { readonly phone: string; readonly name: string }[];
  } | null;
}

interface HeardIn {
  readonly matter: HTMLElement;
  readonly heard: Heard;
}

/** Alt 5: somebody is in danger, the matter is urgent whatever else is said of it. Alt 0: nobody is, it is an ordinary one. */
export function alarmKeys(form: HTMLFormElement): void {
  const prepare = (): void => {
    mattersOf(form).forEach(boundaryField);
  };
  prepare();
  form.addEventListener('input', prepare);
  form.addEventListener('click', (event) => {
    const decided = (event.target as Element).closest<HTMLElement>('[data-danger]')?.dataset['danger'];
    if (decided === undefined) return;
    for (const matter of mattersOf(form)) {
      if (matter.dataset['danger'] !== 'heard') continue;
      boundaryField(matter);
      setField(matter, 'boundary', decided);
    }
  });
}

/** Emergencies of all matters first, under one alarm; each other hint once. */
export function hintNodes(all: readonly HeardIn[]): Node[] {
  const nodes: Node[] = [];
  const asked = all.filter(({ matter, heard }) => heard.boundary === 'emergency' || decided(matter) !== '');
  for (const { matter } of all) delete matter.dataset['danger'];
  for (const { matter } of asked) matter.dataset['danger'] = 'heard';
  const [first] = asked.filter(({ heard }) => heard.boundary === 'emergency');
  if (first) {
    const because = [...new Set(asked.flatMap(({ heard }) => heard.because))];
    nodes.push(
      alarmNode(
        first.heard,
        because,
        asked.some(({ matter }) => decided(matter) === 'emergency'),
      ),
    );
  } else if (asked.length > 0) nodes.push(calmNode());
  const others = new Map(
    all
      .filter(({ heard }) => heard.hint !== null && heard.boundary !== 'emergency')
      .map(({ heard }) => [heard.boundary, heard]),
  );
  for (const { hint, because } of others.values()) {
    if (!hint) continue;
    const banner = element('div', 'banner banner--info');
    const words = element('p');
    words.append(element('b', '', hint.title), `${heardWords(because)} ${hint.text}`);
    banner.append(icon('scale'), words);
    nodes.push(banner);
  }
  return nodes;
}

/** What the operator has decided after asking; '': nothing yet. */
function decided(matter: HTMLElement): string {
  return valueOf(matter, 'boundary');
}

function alarmNode({ hint }: Heard, because: readonly string[], confirmed: boolean): Node {
  const alarm = element('div', 'alarm');
  alarm.setAttribute('role', 'alert');
  const words = element('p');
  if (confirmed) {
    words.append(element('b', '', 'Đã ghi là khẩn. Nối máy ngay: '));
    for (const { phone, name } of hint?.numbers ?? []) {
      const call = element('a', 'alarm__call', `${phone} ${name}`);
      call.setAttribute('href', `tel:${phone}`);
      words.append(call, ' ');
    }
  } else {
    const numbers = (hint?.numbers ?? []).map(({ phone, name }) => `${name}: ${phone}.`).join(' ');
    words.append(
      element('b', '', 'Hỏi ngay: có ai bị thương, còn nguy hiểm không?'),
      `${heardWords(because)} Có thì nối máy trước, ghi sau. ${numbers}`,
    );
  }
  const keys = element('span', 'inline');
  if (!confirmed) keys.append(button('emergency', 'Có, nối máy', 'alt+5', 'btn'));
  keys.append(button('ordinary', 'Không ai', 'alt+0', 'btn btn--quiet'));
  alarm.append(icon('siren', 'i i--l'), words, keys);
  return alarm;
}

/** After "nobody": the words stay heard, and the way back stays open. */
function calmNode(): Node {
  const banner = element('div', 'banner banner--soon calm');
  const words = element('p', '', 'Đã hỏi: không ai bị thương, không còn nguy hiểm.');
  banner.append(icon('info'), words, button('emergency', 'Có nguy hiểm', 'alt+5', 'btn btn--second'));
  return banner;
}

function button(value: string, text: string, key: string, className: string): HTMLElement {
  const made = element('button', className, `${text} `);
  made.setAttribute('type', 'button');
  made.dataset['danger'] = value;
  made.dataset['key'] = key;
  made.append(element('kbd', '', key.replace('alt+', 'Alt ')));
  return made;
}

function heardWords(because: readonly string[]): string {
  return because.length === 0 ? '' : ` Vừa nghe ${because.map((word) => `“${word}”`).join(', ')}.`;
}

/** Kept in the form with the rest; a form without script has none, and what is heard in the words counts. */
function boundaryField(matter: HTMLElement): void {
  if (fieldOf(matter, 'boundary')) return;
  const input = document.createElement('input');
  input.type = 'hidden';
  input.name = `tickets.${matter.dataset['matter'] ?? '0'}.boundary`;
  input.dataset['keep'] = '';
  matter.append(input);
}
