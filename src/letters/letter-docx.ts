import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  PageNumber,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
  type IParagraphOptions,
  type IRunOptions,
} from 'docx';
import { MOTTO, NATION, numberLine, placeAndDate, recipientLines, type Letter } from './domain/letter.js';

const FONT = 'Times New Roman';
/** Twentieths of a point, of which Word's lengths are made. */
const mm = (length: number): number => Math.round((length * 1440) / 25.4);
const pt = (size: number): number => size * 20;
const WIDTH = mm(210 - 30 - 15);
const LEFT = Math.round(WIDTH * 0.42);
const RIGHT = WIDTH - LEFT;

/** The letter as a Word document, for whoever edits or prints it in another way. */
export async function letterDocx(letter: Letter): Promise<Buffer> {
  return Packer.toBuffer(letterDocument(letter));
}

function letterDocument(letter: Letter): Document {
  return new Document({
    title: `${numberLine(letter)}, V/v ${letter.about}`,
    creator: letter.agency.join(' '),
    styles: { default: { document: { run: { font: FONT, size: 28, language: { value: 'vi-VN' } } } } },
    sections: [
      {
        // NĐ 30/2020, Phụ lục I, I.2: A4; 20 mm above and below, 30 mm left, 15 mm right.
        properties: {
          titlePage: true,
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15), header: mm(10) },
          },
        },
        headers: {
          first: new Header({ children: [new Paragraph('')] }),
          default: new Header({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT], size: 26 })],
              }),
            ],
          }),
        },
        children: [
          pair(agencySide(letter), nationSide(letter)),
          line(
            `Kính gửi: ${letter.to}`,
            {},
            { alignment: AlignmentType.CENTER, spacing: { before: pt(18), after: pt(10) } },
          ),
          ...letter.paragraphs.map((text) =>
            line(
              text,
              {},
              {
                alignment: AlignmentType.LEFT,
                indent: { firstLine: mm(10) },
                spacing: { after: pt(6), line: 276 },
              },
            ),
          ),
          line('', { size: 12 }),
          pair(recipientSide(letter), signatureSide(letter)),
        ],
      },
    ],
  });
}

function agencySide(letter: Letter): Paragraph[] {
  const longest = Math.max(...letter.agency.map(({ length }) => length));
  return [
    ...letter.parent.map((text) => centred(text, { size: 24 })),
    ...letter.agency.map((text) => centred(text, { size: 24, bold: true })),
    rule(LEFT, Math.min(0.5, Math.max(0.25, longest * 0.012))),
    centred(numberLine(letter), { size: 26 }),
    centred(`V/v ${letter.about}`, { size: 24 }, pt(4)),
  ];
}

function nationSide(letter: Letter): Paragraph[] {
  return [
    centred(NATION, { size: 24, bold: true }),
    centred(MOTTO, { size: 26, bold: true }),
    // The words are 165 points long in letters of 13.
    rule(RIGHT, pt(165) / RIGHT),
    centred(placeAndDate(letter), { size: 26, italics: true }, pt(8)),
  ];
}

function recipientSide(letter: Letter): Paragraph[] {
  return [
    line('Nơi nhận:', { size: 24, bold: true, italics: true }),
    ...recipientLines(letter).map((text) => line(text, { size: 22 })),
  ];
}

function signatureSide(letter: Letter): Paragraph[] {
  return [
    ...letter.authority.map((text) => centred(text, { size: 26, bold: true })),
    ...[0, 1].map(() => centred('', { size: 26 })),
    centred(letter.signed ? '(Đã ký)' : '', { size: 26, italics: true }),
    ...[0, 1].map(() => centred('', { size: 26 })),
    centred(letter.signer, { size: 28, bold: true }),
  ];
}

function line(text: string, run: IRunOptions = {}, paragraph: IParagraphOptions = {}): Paragraph {
  return new Paragraph({ ...paragraph, children: [new TextRun({ text, ...run })] });
}

function centred(text: string, run: IRunOptions, before = 0): Paragraph {
  return line(text, run, { alignment: AlignmentType.CENTER, spacing: { before } });
}

/** A rule in the middle of a column. @param share of the column's width. */
function rule(column: number, share: number): Paragraph {
  const side = Math.round((column * (1 - share)) / 2);
  return new Paragraph({
    indent: { left: side, right: side },
    border: { top: { style: BorderStyle.SINGLE, size: 6, space: 1, color: '000000' } },
    spacing: { line: 120 },
  });
}

/** Two columns without lines around them. */
function pair(left: readonly Paragraph[], right: readonly Paragraph[]): Table {
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const cell = (children: readonly Paragraph[], width: number): TableCell =>
    new TableCell({
      children,
      width: { size: width, type: WidthType.DXA },
      verticalAlign: VerticalAlign.TOP,
      margins: { left: 0, right: 0 },
    });
  return new Table({
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: [LEFT, RIGHT],
    borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
    rows: [new TableRow({ cantSplit: true, children: [cell(left, LEFT), cell(right, RIGHT)] })],
  });
}
