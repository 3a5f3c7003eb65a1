export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * How long to wait before the next try: doubled each time up to a limit, and half of it by chance, so that many
 * that were cut off together do not come back together.
 * @param failures how many tries in a row have failed, from 1.
 * @param random in [0, 1).
 */
export function waitBefore({ firstMs, longestMs }: Backoff, failures: number, random: number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(whole / 2 + (whole / 2) * random);
}
