import type { Letter } from './domain/letter.js';

export type { Letter } from './domain/letter.js';
export { storySheet, type Story } from './domain/story.js';
export { LetterRow, lettersEntities, type LetterForm, type SignedAs } from './entities.js';
export { letterPdf } from './letter-pdf.js';
export { letterOf, letterReference, LetterRegister } from './letter-register.js';
export { LettersModule } from './letters.module.js';
export { sheetPdf } from './sheet-pdf.js';

/** A letter as a Word document. The writer is loaded with the first one: it is large, and seldom asked for. */
export async function letterDocx(letter: Letter): Promise<Buffer> {
  const writer = await import('./letter-docx.js');
  return writer.letterDocx(letter);
}
