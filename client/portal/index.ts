import { find } from '../shared/dom.js';
import { countDown } from '../shared/ticking.js';
import { forgetDraft, keepDraft } from './draft.js';
import { guessAhead } from './guess.js';
import { tellAhead } from './hints.js';
import { keepUploads } from './kept-uploads.js';
import { offerLocation } from './locate.js';
import { sendOnce } from './once.js';
import { offerMap } from './open-map.js';
import { sendPhotosAhead } from './photos.js';
import { suggestNames } from './places.js';
import { workAhead } from './proof.js';
import { askSubject } from './subject.js';

// The pages do everything without this; it saves typing and tells things earlier.
find('[data-summary]')?.focus();
if (find('[data-sent]')) {
  forgetDraft();
  keepUploads([]);
}
// Whoever follows a ticket reloads the page to hear more; until then the time goes on.
if (find('[data-clock]')) countDown(null);
const form = find<HTMLFormElement>('form[data-send]');
if (form) {
  keepDraft(form);
  askSubject(form);
  suggestNames(form);
  offerLocation(form);
  offerMap(form);
  tellAhead(form);
  guessAhead(form);
  workAhead(form);
  // Before the one that counts clicks: what waits for photos has not been sent.
  sendPhotosAhead(form, true);
  sendOnce(form);
}
for (const own of document.querySelectorAll<HTMLFormElement>('form[data-once]')) sendPhotosAhead(own, false);
