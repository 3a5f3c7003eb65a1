import { element, icon } from './matter.js';

export interface Said {
  readonly boundary: 'ordinary' | 'emergency' | 'complaint' | 'denunciation';
  readonly route: {
    readonly leadAgencyName: string | null;
    readonly missing: string | null;
    readonly reason: string;
    readonly slaClassName: string | null;
  };
  readonly due: { readonly text: string; readonly why: readonly string[] } | null;
  readonly sentence: string;
}

/** How a caller who gave a name is spoken to: "Chị Hoa" → chị Hoa, chị. Anybody else is "anh chị". */
const CALLED = /^(anh|chị|cô|chú|bác|ông|bà|em|dì|cậu)(?=\s)/iu;

/** The sentence to read to the caller: who gets it, and until when the answer comes. */
export function sentenceNode({ boundary, route, due, sentence }: Said, callerName: string): HTMLElement {
  const words = element('p', 'say__words');
  const { leadAgencyName } = route;
  const guided = boundary === 'complaint' || boundary === 'denunciation';
  if (leadAgencyName === null || due === null || guided) {
    words.textContent = sentence;
    return words;
  }
  const [, title = 'anh chị'] = CALLED.exec(callerName.trim()) ?? [];
  const called = title.toLocaleLowerCase('vi');
  const name = callerName.trim().replace(CALLED, '').trim();
  const greeting = name === '' || called === 'anh chị' ? '' : ` ${called} ${name}`;
  words.append(
    `“Dạ em ghi rồi${greeting}. Em chuyển ngay `,
    element('b', '', leadAgencyName),
    `, nơi này phải trả lời ${called} `,
    element('b', '', `trước ${due.text}`),
    '.”',
  );
  return words;
}

export function sayNodes(said: Said, callerName: string): Node[] {
  const words = sentenceNode(said, callerName);
  const why = said.due?.why ?? [];
  if (why.length === 0) return [words];
  const details = element('details', 'why');
  const summary = element('summary', '', 'Vì sao nơi này, hạn này?');
  summary.prepend(icon('chevron-right', 'i turn'));
  const list = element('ol');
  list.append(...[said.route.reason, ...why].map((reason) => element('li', '', reason)));
  details.append(summary, list);
  const row = element('div', 'say__row');
  row.append(details);
  if (said.route.slaClassName !== null) row.append(element('span', 'tiny muted', `mức ${said.route.slaClassName}`));
  return [words, row];
}
