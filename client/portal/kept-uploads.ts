const STORE = 'pakn-photos';
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ids of photos that have come or are on their way, on this device until the form is sent. */
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

/**
 * What became of a photo that was sent before the page was left. `partly`: the rest of it was with the page.
 * @throws when nobody answers: it may still be there.
 */
export async function keptAs(id: string): Promise<'here' | 'partly' | 'gone'> {
  const answer = await fetch(`/api/v1/photo-uploads/${id}`);
  if (answer.status === 400 || answer.status === 404) return 'gone';
  if (!answer.ok) throw new Error(String(answer.status));
  const { received, done } = (await answer.json()) as { readonly received: number; readonly done: boolean };
  return done ? 'here' : received > 0 ? 'partly' : 'gone';
}

/** The id of a photo that is going to be sent, as the server makes them: nobody guesses it. */
export function newUploadId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(26));
  return Array.from(bytes, (byte, at) => LETTERS[byte % (at === 0 ? 8 : 32)] ?? '0').join('');
}
