const STORE = 'pakn-photos';

/** Ids of photos that have come, on this device until the form is sent. */
export function keptUploads(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORE) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function keepUploads(ids: readonly string[]): void {
  try {
    if (ids.length === 0) localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, JSON.stringify(ids));
  } catch {
    // A browser that keeps nothing has them until the page is left.
  }
}
