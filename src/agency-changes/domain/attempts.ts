/** Rests before an order that could not be carried out is tried again; after the last of them somebody has to look. */
const RESTS_MS = [5_000, 30_000] as const;

/** What becomes of an order that could not be carried out once more. */
export type AfterFailure =
  | { readonly status: 'failed'; readonly attempts: number; readonly nextTryAt: null }
  | { readonly attempts: number; readonly nextTryAt: Date };

/** @param before how often in a row it had failed already. */
export function afterFailure(before: number, now: Date): AfterFailure {
  const attempts = before + 1;
  const rest = RESTS_MS[before];
  return rest === undefined
    ? { status: 'failed', attempts, nextTryAt: null }
    : { attempts, nextTryAt: new Date(now.getTime() + rest) };
}
