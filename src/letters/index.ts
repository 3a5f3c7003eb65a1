export { letterText, type Letter } from './domain/letter.js';
export type { Sheet, SheetSection } from './domain/sheet.js';
export { LetterRow, lettersEntities, SIGNED_AS, type LetterForm, type SignedAs } from './entities.js';
export { letterDocx } from './letter-docx.js';
export { letterPdf } from './letter-pdf.js';
export { letterOf, letterReference, LetterRegister } from './letter-register.js';
export { LettersModule } from './letters.module.js';
export { sheetPdf } from './sheet-pdf.js';
