import type { Content, TDocumentDefinitions } from 'pdfmake';
import type { Sheet, SheetSection } from './domain/sheet.js';
import { FONT, mm, printed } from './pdf.js';

/** A record as a PDF. */
export function sheetPdf(sheet: Sheet): Promise<Buffer> {
  return printed(sheetDefinition(sheet));
}

function sheetDefinition(sheet: Sheet): TDocumentDefinitions {
  const { title, subtitle, facts, sections, foot, closing } = sheet;
  return {
    info: { title, creator: '1022' },
    pageMargins: [mm(20), mm(18), mm(15), mm(20)],
    defaultStyle: { font: FONT, fontSize: 11, lineHeight: 1.2 },
    footer: (page, pages) => ({
      columns: [
        { width: '*', text: foot, fontSize: 8, color: '#444' },
        { width: 'auto', text: `Trang ${String(page)}/${String(pages)}`, fontSize: 8, color: '#444' },
      ],
      columnGap: 12,
      margin: [mm(20), mm(7), mm(15), 0],
    }),
    content: [
      { text: title, fontSize: 16, bold: true },
      { text: subtitle, margin: [0, 2, 0, 8] },
      ...(facts.length === 0 ? [] : [factTable(facts)]),
      ...sections.flatMap(sectionOf),
      ...closing.map((text): Content => ({ text, fontSize: 9, color: '#333', margin: [0, 8, 0, 0] })),
    ],
  };
}

function factTable(facts: Sheet['facts']): Content {
  return {
    table: {
      widths: ['auto', '*'],
      body: facts.map(({ label, value }) => [{ text: label, color: '#333' }, value]),
    },
    layout: 'noBorders',
  };
}

function sectionOf(section: SheetSection): Content[] {
  const heading: Content = { text: section.title, fontSize: 13, bold: true, margin: [0, 12, 0, 4] };
  switch (section.kind) {
    case 'words':
      return [heading, { text: section.text, margin: [0, 0, 0, 2] }];
    case 'table':
      return [heading, tableOf(section.columns, section.rows)];
    case 'story':
      return [
        heading,
        ...section.lines.map(({ when, text, remark }): Content => ({
          columns: [
            { width: 92, text: when, fontSize: 10, color: '#333' },
            {
              width: '*',
              stack: [text, ...(remark === null ? [] : [{ text: `“${remark}”`, italics: true, color: '#222' }])],
            },
          ],
          columnGap: 10,
          margin: [0, 0, 0, 5],
        })),
      ];
  }
}

function tableOf(columns: readonly string[], rows: readonly (readonly string[])[]): Content {
  return {
    table: {
      headerRows: 1,
      widths: columns.map((_, index) => (index === 0 ? '*' : 'auto')),
      body: [columns.map((text) => ({ text, bold: true })), ...rows.map((row) => [...row])],
    },
    fontSize: 10,
    layout: {
      hLineWidth: (line: number) => (line === 0 ? 0 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => '#999',
      paddingLeft: () => 0,
      paddingRight: () => 8,
    },
  };
}
