/** An element: its text, its children by name, or both empty. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const REFERENCES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads a document of elements and text alone, strictly: a declaration, one root, everything closed in its order.
 * @throws Error where it is not well formed.
 */
export function readXml(document: string): XmlElement {
  const [declaration = ''] = /^<\?xml version="1\.0" encoding="utf-8"\?>\s*/i.exec(document) ?? [];
  if (declaration === '') throw new Error('no XML declaration');
  const open: { name: string; text: string; children: XmlElement[] }[] = [{ name: '', text: '', children: [] }];
  const body = document.slice(declaration.length);
  let at = 0;
  for (const match of body.matchAll(/<(\/?)([a-z_]+)(\/?)>|([^<]+)/g)) {
    if (match.index !== at) throw new Error(`unreadable at ${at}: ${body.slice(at, at + 40)}`);
    at += match[0].length;
    const [, closing, name = '', empty, text] = match;
    const inside = open.at(-1);
    if (inside === undefined) throw new Error('more is closed than was opened');
    if (text !== undefined) inside.text += unescaped(text);
    else if (closing === '/') {
      open.pop();
      if (inside.name !== name) throw new Error(`</${name}> closes <${inside.name}>`);
      open.at(-1)?.children.push(inside);
    } else if (empty === '/') inside.children.push({ name, text: '', children: [] });
    else open.push({ name, text: '', children: [] });
  }
  const [root, ...more] = open[0]?.children ?? [];
  if (at !== body.length || open.length !== 1 || root === undefined || more.length > 0)
    throw new Error('not one whole element');
  return root;
}

function unescaped(text: string): string {
  return text.replace(/&([^;\s]*);?/g, (reference, name: string) => {
    const sign = REFERENCES[name];
    if (sign === undefined) throw new Error(`unknown reference ${reference}`);
    return sign;
  });
}

/** The children of one name as records of their texts, the way clients read a list. */
export function recordsIn(parent: XmlElement, name: string): Record<string, string>[] {
  return parent.children
    .filter((child) => child.name === name)
    .map(({ children }) => Object.fromEntries(children.map((child) => [child.name, child.text])));
}
