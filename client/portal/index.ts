import { find } from '../shared/dom.js';
import { countDown } from '../shared/ticking.js';
import { forgetDraft, keepDraft } from './draft.js';
import { tellAhead } from './hints.js';
import { offerLocation } from './locate.js';
import { sendOnce } from './once.js';
import { suggestNames } from './places.js';
import { askSubject } from './subject.js';

// The pages do everything without this; it saves typing and tells things earlier.
find('[data-summary]')?.focus();
if (find('[data-sent]')) forgetDraft();
// Whoever follows a ticket reloads the page to hear more; until then the time goes on.
if (find('[data-clock]')) countDown(null);
const form = find<HTMLFormElement>('form[data-send]');
if (form) {
  keepDraft(form);
  askSubject(form);
  suggestNames(form);
  offerLocation(form);
  tellAhead(form);
  sendOnce(form);
}
