/** Where the next page of a list by time begins. */
export interface PageKey {
  readonly at: Date;
  readonly id: string;
}

export function writePageKey({ at, id }: PageKey): string {
  return `${at.toISOString()}_${id}`;
}

/** @returns null for what was not written here: a database must not be asked for a year it does not know. */
export function readPageKey(text: string): PageKey | null {
  const [, at = '', id = ''] = /^([12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)_([0-9A-Z]{26})$/.exec(text) ?? [];
  const instant = new Date(at);
  return Number.isNaN(instant.getTime()) ? null : { at: instant, id };
}
