/** What several tabs of one browser have to agree on. Without locks (a page over http) each acts as if it were alone. */

const releases = new Map<string, () => void>();

/**
 * Takes a name for as long as this page lives.
 * @param withinMs how long to wait for whoever has it.
 * @returns false when another tab has it.
 */
export function hold(name: string, withinMs = 0): Promise<boolean> {
  if (releases.has(name) || !('locks' in navigator)) return Promise.resolve(true);
  const giveUp = new AbortController();
  if (withinMs > 0) window.setTimeout(() => giveUp.abort(), withinMs);
  return new Promise((resolve) => {
    const options = withinMs > 0 ? { signal: giveUp.signal } : { ifAvailable: true };
    navigator.locks
      .request(name, options, (lock) => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        return new Promise<void>((release) => {
          releases.set(name, release);
        });
      })
      .catch(() => {
        resolve(false);
      });
  });
}

export function letGo(name: string): void {
  releases.get(name)?.();
  releases.delete(name);
}

/** What other tabs hold now, of the names that begin so; without the beginning. */
export async function heldElsewhere(prefix: string): Promise<ReadonlySet<string>> {
  if (!('locks' in navigator)) return new Set();
  const { held = [] } = await navigator.locks.query();
  return new Set(
    held.flatMap(({ name }) =>
      name !== undefined && name.startsWith(prefix) && !releases.has(name) ? [name.slice(prefix.length)] : [],
    ),
  );
}

/** Does something unless another tab is at it. @returns null when one is. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  if (!('locks' in navigator)) return work();
  return await navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock === null ? null : work()));
}
