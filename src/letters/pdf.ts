import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { TDocumentDefinitions } from 'pdfmake';
import { leanFont } from './lean-font.js';

/** Has the widths of Times New Roman, which NĐ 30/2020 asks for, and a licence to be shipped (Apache 2.0). */
export const FONT = 'Tinos';

const STYLES = { normal: '400Regular', bold: '700Bold', italics: '400Regular_Italic', bolditalics: '700Bold_Italic' };

type Printer = (typeof import('pdfmake'))['default'];

let printer: Promise<Printer> | null = null;

/** Printer and fonts are read at the first document, not at every start. */
async function prepared(): Promise<Printer> {
  const { default: pdfmake } = await import('pdfmake');
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json'));
  for (const style of Object.values(STYLES))
    pdfmake.virtualfs.writeFileSync(`${style}.ttf`, leanFont(readFileSync(join(folder, style, `Tinos_${style}.ttf`))));
  const names = Object.entries(STYLES).map(([name, style]) => [name, `${style}.ttf`]);
  pdfmake.setFonts({ [FONT]: Object.fromEntries(names) as Record<keyof typeof STYLES, string> });
  // A document holds words alone: nothing is fetched, no file is read.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  return pdfmake;
}

/** Millimetres in points. */
export const mm = (length: number): number => (length * 72) / 25.4;

/** A document as the bytes of a PDF. */
export async function printed(definition: TDocumentDefinitions): Promise<Buffer> {
  printer ??= prepared().catch((error: unknown) => {
    // Too many open files at one moment are no reason to print nothing until the next start.
    printer = null;
    throw error;
  });
  return (await printer).createPdf({ pageSize: 'A4', language: 'vi', ...definition }).getBuffer();
}
