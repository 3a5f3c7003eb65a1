/** Tells of every call that stands on the page, once, at the moment it does. */
export const WATCH = `(() => {
  const names = ['ringing', 'active', 'ringingLine', 'unwritten'];
  const seen = new Set();
  const look = () => {
    for (const { dataset } of document.querySelectorAll('[data-ringing], [data-active], [data-ringing-line], [data-unwritten]'))
      for (const name of names) {
        const id = dataset[name];
        if (!id || seen.has(id)) continue;
        seen.add(id);
        window.callShown(id, Date.now());
      }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  document.addEventListener('DOMContentLoaded', look);
  // The call that stood in the form when it was saved: another may have come between the look and the key.
  document.addEventListener('submit', ({ target }) => {
    if (target.id === 'goi') window.callSaved(target.elements.namedItem('callId').value);
  }, true);
})()`;

/** The operator's page as far as the work on it goes. */
export interface Desk {
  /** Answered calls that are to be written down, the one that is talked in first. */
  readonly toWrite: readonly string[];
  /** The call the form is for; empty: none. */
  readonly formCall: string;
  /** Empty: the caller hides it. */
  readonly phone: string;
  readonly isAnonymous: boolean;
  /** Of the form: another one is another form. */
  readonly key: string;
  /** What was refused, and why. */
  readonly refused: string | null;
  /** A key was not taken, because the call of the form had just become another one, or was gone. */
  readonly doubt: boolean;
  /** The service has it, and the page says so. */
  readonly done: boolean;
  readonly knownCaller: boolean;
}

export const LOOK = `(() => {
  const all = (name) => [...document.querySelectorAll('[data-' + name + ']')].map((one) => one.getAttribute('data-' + name));
  const field = (name) => document.querySelector('#goi [name="' + name + '"]')?.value ?? '';
  const form = document.querySelector('#goi');
  if (!form || !document.querySelector('[data-phone-part="strip"]')) return null;
  const ringing = all('ringing');
  return {
    toWrite: [...all('active').filter((id) => id && !ringing.includes(id)), ...all('unwritten')],
    formCall: field('callId'),
    phone: field('phone'),
    isAnonymous: document.querySelector('#goi [name="anonymous"]')?.checked === true,
    key: field('_key'),
    refused: form.querySelector('[data-notice], [data-summary]')?.textContent?.trim() ?? null,
    doubt: form.querySelector('[data-doubt]') !== null,
    done: form.querySelector('[data-done]') !== null,
    knownCaller: document.querySelector('[data-beside] [data-key="alt+h"]') !== null,
  };
})()`;

export interface KeptBack {
  readonly call: string;
  readonly state: string;
  readonly why: string;
}

/** What this browser has saved and the service has not acknowledged, or has refused since. */
export const KEPT_BACK = `new Promise((resolve, reject) => {
  const request = indexedDB.open('tong-dai-1022');
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction('calls').objectStore('calls').getAll();
    all.onerror = () => reject(all.error);
    all.onsuccess = () => {
      request.result.close();
      resolve(all.result.map(({ state, fields, lines }) => ({
        state, why: lines.join(' '), call: new Map(fields).get('callId') ?? '',
      })));
    };
  };
})`;
