import type { Tree } from './xml.js';

/** What went wrong, as the service tells it everywhere. */
export interface Refusal {
  readonly status: number;
  readonly title: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

/** What the intake calls a field, by GeoReport's names. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  words: 'description',
  text: 'description',
  title: 'description',
  placeText: 'address_string',
  wardCode: 'attribute[ward]',
  subjectAgencyCode: 'attribute[subject]',
  categoryCode: 'service_code',
  anonymous: 'last_name',
  callerName: 'last_name',
  callerEmail: 'email',
  callerPhone: 'phone',
  files: 'media',
  photos: 'media',
};

/**
 * 404 for what does not exist, 403 for a key that is missing or wrong, 400 for everything else that cannot be done as
 * it was asked. Too many requests, and trouble of our own, keep their status of HTTP: whoever gets them sends the same
 * again later, and would not after a 400.
 */
export function refusalStatus({ status }: Pick<Refusal, 'status'>): number {
  if (status === 401) return 403;
  return [403, 404, 429].includes(status) || status >= 500 ? status : 400;
}

/** The list of errors that GeoReport answers with: a code, and a sentence for the person who looks at it. */
export function errorTree(refusal: Refusal): Tree {
  const code = refusalStatus(refusal);
  if (refusal.errors.length === 0) return [{ code, description: refusal.title }];
  return refusal.errors.map(({ field, message }) => {
    const name = field.split('.').at(-1) ?? field;
    return { code, description: `${ARGUMENTS[name] ?? name}: ${message}` };
  });
}
