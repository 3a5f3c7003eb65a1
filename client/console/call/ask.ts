/**
 * Asks the API with a body, because what is typed is about people and addresses are logged.
 *
 * @returns null without a line, or when the answer is not one: the form works without what is suggested.
 */
export async function ask<T>(path: string, body: object, more: Ask = {}): Promise<T | null> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? '';
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': token, ...more.headers },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      signal: more.signal ?? null,
    });
    return response.ok && !response.redirected ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}

interface Ask {
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}
