import { countDown } from '../shared/ticking.js';
import { chooseSeveral } from './bulk.js';
import { calendars } from './calendars.js';
import { keepDrafts } from './drafts.js';
import { refreshFragments } from './fragments.js';
import { matchGuidance } from './guidance.js';
import { lookBeside } from './beside.js';
import { saveWhileWriting } from './autosave.js';
import { bindKeys } from './keys.js';
import { findAnswers } from './knowledge.js';
import { followChanges } from './live.js';
import { sendOnce } from './once.js';
import { countInTitle, focusFirst, forgetWhatWasDone, tendBar } from './page.js';
import { showPresence } from './presence.js';
import { tellBeforeSending } from './preview.js';
import { intake } from './intake.js';
import { keySheet } from './key-sheet.js';

/** Everything works without this script; it adds what is live. */
bindKeys();
keySheet();
saveWhileWriting();
sendOnce();
forgetWhatWasDone();
matchGuidance();
tellBeforeSending();
intake();
keepDrafts();
lookBeside();
showPresence(followChanges());
countDown(() => {
  void refreshFragments().catch(() => undefined);
});
calendars();
chooseSeveral();
findAnswers();
countInTitle();
tendBar();
focusFirst();
