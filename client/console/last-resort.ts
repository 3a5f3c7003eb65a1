import type { KeptForm } from './keeping.js';

const PREFIX = 'draft:';

/**
 * A copy that is written at once, for the moment in which a page goes away and the browser's database may not be
 * asked any more. It is moved into the database by the next page.
 */
export function copyAtOnce(form: KeptForm): void {
  try {
    localStorage.setItem(PREFIX + form.id, JSON.stringify(form));
  } catch {
    // Full, or forbidden: the database has all but the last quarter of a second.
  }
}

export function dropCopy(id: string): void {
  try {
    localStorage.removeItem(PREFIX + id);
  } catch {
    // Forbidden: then nothing was written either.
  }
}

/** All copies of this browser, whoever they belong to; what cannot be read is dropped. */
export function copies(): KeptForm[] {
  const found: KeptForm[] = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const form = read(key.slice(PREFIX.length), localStorage.getItem(key) ?? '');
      if (form === null) localStorage.removeItem(key);
      else found.push(form);
    }
  } catch {
    // No storage: nothing is there.
  }
  return found;
}

function read(id: string, text: string): KeptForm | null {
  try {
    const { at, values, owner, form } = JSON.parse(text) as Partial<KeptForm>;
    if (typeof at !== 'number' || typeof values !== 'object') return null;
    // Versions before kept account and form in the name alone.
    const [, account = '', name = ''] = /^([^:]*):(.*)$/.exec(id) ?? [];
    return { id, owner: owner ?? account, form: form ?? name, at, values: values };
  } catch {
    return null;
  }
}
