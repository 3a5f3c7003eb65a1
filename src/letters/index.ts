export type { Letter } from './domain/letter.js';
export { storySheet, type Story } from './domain/story.js';
export { LetterRow, lettersEntities, type LetterForm, type SignedAs } from './entities.js';
export { letterDocx } from './letter-docx.js';
export { letterPdf } from './letter-pdf.js';
export { letterOf, letterReference, LetterRegister } from './letter-register.js';
export { LettersModule } from './letters.module.js';
export { sheetPdf } from './sheet-pdf.js';
