import { markBySelecting } from './marks.js';
import { drawAreas } from './areas.js';

/** The redaction workbench: marking by selecting text, blurring by drawing. Without it the lists and fields do the same. */
export function moderation(): void {
  for (const text of document.querySelectorAll<HTMLElement>('[data-text]')) markBySelecting(text);
  for (const photo of document.querySelectorAll<HTMLElement>('[data-photo]')) drawAreas(photo);
}
