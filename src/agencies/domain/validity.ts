/** From `validFrom` up to, but not on, `validTo` ("hết hiệu lực kể từ ngày"); days are 'YYYY-MM-DD'. */
export interface Validity {
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Whether something holds on a day. Days written YYYY-MM-DD sort as text. */
export function isValidOn(thing: Validity, day: string): boolean {
  return thing.validFrom <= day && (thing.validTo === null || day < thing.validTo);
}

/** Whether two periods have a day in common. */
export function overlap(a: Validity, b: Validity): boolean {
  return (b.validTo === null || a.validFrom < b.validTo) && (a.validTo === null || b.validFrom < a.validTo);
}
