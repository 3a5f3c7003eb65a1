/** Outlines of a font's glyphs: no font has to be installed where the picture is made. */
export interface Outlines {
  readonly unitsPerEm: number;
  /** By sign: how far it goes on, and its path. */
  readonly glyphs: Readonly<Record<string, readonly [number, string]>>;
}

export interface Words {
  readonly site: string;
  /** Above the title: ward and kind of matter. */
  readonly over: string;
  readonly title: string;
  /** Below it: who answered, and whether in time. */
  readonly under: string;
}

/** The size that the previews of all networks show whole. */
const WIDTH = 1200;
const HEIGHT = 630;
const EDGE = 80;
const ROOM = WIDTH - 2 * EDGE;
/** Colours of the tokens: a picture has no dark form. */
const COLOURS = { page: '#063f39', rings: '#0a4d46', text: '#f0f8f5', text2: '#b9d8d0', voice: '#f4ab8c' };
/** What stands for a sign the font does not have. */
const BLANK = ' ';

/** How wide a text is, in pixels. */
export function widthOf(text: string, size: number, { unitsPerEm, glyphs }: Outlines): number {
  const units = [...text].reduce((sum, sign) => sum + (glyphs[sign] ?? glyphs[BLANK] ?? [0])[0], 0);
  return (units * size) / unitsPerEm;
}

/** Lines that fit, broken between words; what does not fit in so many ends in "…". */
export function linesOf(text: string, size: number, room: number, most: number, font: Outlines): string[] {
  const words = text.normalize('NFC').split(/\s+/).filter(Boolean);
  const lines: string[] = [];
  let line = '';
  for (const [index, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer, size, font) <= room) {
      line = longer;
      continue;
    }
    if (lines.length === most - 1)
      return [...lines, shortened([line, ...words.slice(index)].join(' '), size, room, font)];
    lines.push(shortened(line, size, room, font));
    line = word;
  }
  return line === '' ? lines : [...lines, shortened(line, size, room, font)];
}

function shortened(text: string, size: number, room: number, font: Outlines): string {
  if (widthOf(text, size, font) <= room) return text;
  const signs = [...text];
  while (signs.length > 0 && widthOf(`${signs.join('').trimEnd()}…`, size, font) > room) signs.pop();
  return `${signs.join('').trimEnd()}…`;
}

/** The picture as SVG, all words as outlines. */
export function pictureOf({ site, over, title, under }: Words, font: Outlines): string {
  const size = widthOf(title, 64, font) > ROOM * 2.2 ? 54 : 64;
  const lines = linesOf(title, size, ROOM, 4, font);
  const lineHeight = Math.round(size * 1.34);
  const top = Math.round((HEIGHT - lines.length * lineHeight) / 2) + Math.round(size * 1.05);
  const drawn = [
    outlined(site, EDGE, 104, 34, COLOURS.text, font),
    outlined(linesOf(over, 30, ROOM, 1, font)[0] ?? '', EDGE, top - size - 26, 30, COLOURS.text2, font),
    ...lines.map((line, index) => outlined(line, EDGE, top + index * lineHeight, size, COLOURS.text, font)),
    outlined(linesOf(under, 30, ROOM, 1, font)[0] ?? '', EDGE, HEIGHT - 72, 30, COLOURS.text2, font),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><rect width="${WIDTH}" height="${HEIGHT}" fill="${COLOURS.page}"/><g fill="none" stroke="${COLOURS.rings}" stroke-width="26" stroke-linecap="round" transform="translate(760 -110) scale(6.6)"><g stroke-width="4.4"><path d="M45 50.6A9 9 0 1 1 59.5 57.1"/><path d="M37 51.2A17 17 0 1 1 64.5 63.4"/><path d="M29.1 51.7A25 25 0 1 1 69.4 69.7"/><path d="M21.1 52.3A33 33 0 1 1 74.3 76"/><path d="M13.1 52.9A41 41 0 1 1 79.2 82.3"/></g><circle cx="54" cy="50" r="2.6" fill="${COLOURS.voice}" stroke="none"/></g>${drawn.join('')}</svg>`;
}

function outlined(
  text: string,
  x: number,
  y: number,
  size: number,
  colour: string,
  { unitsPerEm, glyphs }: Outlines,
): string {
  const scale = size / unitsPerEm;
  let at = 0;
  const paths = [...text.normalize('NFC')].map((sign) => {
    const [advance, path] = glyphs[sign] ?? glyphs[BLANK] ?? [0, ''];
    const placed = path === '' ? '' : `<path transform="translate(${String(at)} 0)" d="${path}"/>`;
    at += advance;
    return placed;
  });
  return `<g fill="${colour}" transform="translate(${String(x)} ${String(y)}) scale(${String(scale)} ${String(-scale)})">${paths.join('')}</g>`;
}
