import type { Content, TDocumentDefinitions } from 'pdfmake';
import { MOTTO, NATION, numberLine, placeAndDate, recipientLines, type Letter } from './domain/letter.js';
import { FONT, mm, printed } from './pdf.js';

// NĐ 30/2020, Phụ lục I, I.2 and II: A4; 20 mm above and below, 30 mm left, 15 mm right.
const [LEFT, TOP, RIGHT, BOTTOM] = [mm(30), mm(20), mm(15), mm(20)];
const BODY = 14;
const LEFT_COLUMN = 190;
const INDENT = mm(10);

/** The letter as a PDF. */
export function letterPdf(letter: Letter): Promise<Buffer> {
  return printed(letterDefinition(letter));
}

/** What of the letter stands where, in which letters. Exported for the test of the form. */
export function letterDefinition(letter: Letter): TDocumentDefinitions {
  return {
    info: { title: `${numberLine(letter)}, V/v ${letter.about}`, author: letter.agency.join(' '), creator: '1022' },
    pageMargins: [LEFT, TOP, RIGHT, BOTTOM],
    defaultStyle: { font: FONT, fontSize: BODY, lineHeight: 1.15 },
    // From the second page on the number stands in the middle of the upper margin.
    header: (page) =>
      page === 1 ? null : { text: String(page), alignment: 'center', fontSize: 13, margin: [0, mm(10), 0, 0] },
    ...(letter.signed ? {} : { watermark: { text: 'BẢN XEM TRƯỚC', color: '#777', opacity: 0.12, bold: true } }),
    content: [
      headOf(letter),
      { text: `Kính gửi: ${letter.to}`, alignment: 'center', margin: [0, 18, 0, 10] },
      ...letter.paragraphs.map((text): Content => ({
        text,
        // A justified line of few long words is torn apart: nothing hyphenates Vietnamese.
        alignment: 'left',
        leadingIndent: INDENT,
        margin: [0, 0, 0, 6],
      })),
      footOf(letter),
    ],
  };
}

/** Left the agency, number and matter; right the nation, its motto, place and date. */
function headOf(letter: Letter): Content {
  const centred = { alignment: 'center', lineHeight: 1.1 } as const;
  const agency: Content[] = [
    ...letter.parent.map((text): Content => ({ text, fontSize: 12, ...centred })),
    ...letter.agency.map((text): Content => ({ text, fontSize: 12, bold: true, ...centred })),
    middleRule(shortRule(letter.agency)),
    { text: numberLine(letter), fontSize: 13, margin: [0, 6, 0, 0], ...centred },
    { text: `V/v ${letter.about}`, fontSize: 12, margin: [0, 4, 0, 0], ...centred },
  ];
  const nation: Content[] = [
    { text: NATION, fontSize: 12, bold: true, noWrap: true, ...centred },
    ruledWords(MOTTO, 13),
    { text: placeAndDate(letter), fontSize: 13, italics: true, margin: [0, 14, 0, 0], ...centred },
  ];
  return {
    columns: [
      { width: LEFT_COLUMN, stack: agency },
      { width: '*', stack: nation },
    ],
    columnGap: 8,
  };
}

/** Left who receives it, right who signs. Stays on one page. */
function footOf(letter: Letter): Content {
  const centred = { alignment: 'center', bold: true, lineHeight: 1.1 } as const;
  const signature: Content[] = [
    ...letter.authority.map((text): Content => ({ text, fontSize: 13, ...centred })),
    {
      text: letter.signed ? '(Đã ký)' : ' ',
      fontSize: 13,
      italics: true,
      alignment: 'center',
      margin: [0, 26, 0, 26],
    },
    { text: letter.signer, fontSize: 14, ...centred },
  ];
  const recipients: Content[] = [
    { text: 'Nơi nhận:', fontSize: 12, bold: true, italics: true },
    ...recipientLines(letter).map((text): Content => ({ text, fontSize: 11, lineHeight: 1.1 })),
  ];
  return {
    unbreakable: true,
    margin: [0, 12, 0, 0],
    columns: [
      { width: LEFT_COLUMN + 20, stack: recipients },
      { width: '*', stack: signature },
    ],
    columnGap: 8,
  };
}

/** A third to a half of the words above it (NĐ 30/2020, Phụ lục I, II.2). */
function shortRule(lines: readonly string[]): number {
  const last = lines.at(-1) ?? '';
  return Math.min(90, Math.max(40, last.length * 8 * 0.4));
}

function middleRule(width: number): Content {
  const from = (LEFT_COLUMN - width) / 2;
  return { canvas: [{ type: 'line', x1: from, y1: 1, x2: from + width, y2: 1, lineWidth: 0.7 }] };
}

/** Words with a rule below that is as long as they are. */
function ruledWords(text: string, fontSize: number): Content {
  return {
    columns: [
      { width: '*', text: '' },
      {
        width: 'auto',
        table: {
          body: [[{ text, fontSize, bold: true, noWrap: true, lineHeight: 1.05, border: [false, false, false, true] }]],
        },
        layout: {
          hLineWidth: () => 0.7,
          paddingLeft: () => 0,
          paddingRight: () => 0,
          paddingTop: () => 1,
          paddingBottom: () => 0,
        },
      },
      { width: '*', text: '' },
    ],
  };
}
