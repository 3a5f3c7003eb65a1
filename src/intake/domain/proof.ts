import { createHash, createHmac } from 'node:crypto';

const MOST_NONCE = 20;

/**
 * Whether a machine has worked for this form: the SHA-256 of the form's key, a point and the number it found begins
 * with so many zero bits. A key sends one report, so each report costs the work anew, and nothing is stored.
 */
export function proves(key: string, nonce: string, bits: number): boolean {
  if (nonce.length > MOST_NONCE || !/^\d+$/.test(nonce)) return false;
  const hash = createHash('sha256').update(`${key}.${nonce}`).digest();
  return leadingZeros(hash) >= bits;
}

/** The same for whoever has no script: a small sum, of the form's own. */
export interface Sum {
  readonly first: number;
  readonly second: number;
}

export function sumFor(key: string, secret: string): Sum {
  const [a = 0, b = 0] = createHmac('sha256', secret).update(`sum:${key}`).digest();
  return { first: (a % 8) + 2, second: (b % 8) + 2 };
}

/** @param answer as typed: digits, with whatever stands around them. */
export function solves({ first, second }: Sum, answer: string): boolean {
  return answer.length <= MOST_NONCE && answer.replace(/\D/g, '') === String(first + second);
}

function leadingZeros(hash: Buffer): number {
  let zeros = 0;
  for (const byte of hash) {
    if (byte !== 0) return zeros + Math.clz32(byte) - 24;
    zeros += 8;
  }
  return zeros;
}
