import { keepDrafts } from './drafts.js';
import { bindKeys } from './keys.js';
import { followChanges } from './live.js';
import { sendOnce } from './once.js';
import { suggestWhileTyping } from './intake.js';

/** Everything works without this script; it adds what is live. */
bindKeys();
sendOnce();
keepDrafts();
suggestWhileTyping();
followChanges();
document.querySelector<HTMLElement>('[data-summary]')?.focus();
