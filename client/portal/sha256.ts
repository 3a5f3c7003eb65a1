// FIPS 180-4. The browser's own hash answers one question a task, which is a hundred times slower for many small ones.
const PRIMES = firstPrimes(64);
const K = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const BLOCK = 64;

/** The first 32 bits of the SHA-256 of an ASCII text of at most 55 letters, as an unsigned number. */
export function sha256Start(text: string): number {
  if (text.length > BLOCK - 9) throw new Error('longer than one block');
  const w = new Array<number>(64).fill(0);
  for (let at = 0; at < text.length; at += 1)
    w[at >> 2] = at4(w, at >> 2) | (text.charCodeAt(at) << (24 - 8 * (at % 4)));
  w[text.length >> 2] = at4(w, text.length >> 2) | (0x80 << (24 - 8 * (text.length % 4)));
  w[15] = text.length * 8;
  for (let t = 16; t < 64; t += 1) {
    const [a, b] = [at4(w, t - 15), at4(w, t - 2)];
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    w[t] = (at4(w, t - 16) + s0 + at4(w, t - 7) + s1) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = START;
  const first = a;
  for (let t = 0; t < 64; t += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at4(K, t) + at4(w, t)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  return (first + a) >>> 0;
}

function at4(words: readonly number[], at: number): number {
  return words[at] ?? 0;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The first 32 bits behind the point. */
function fraction(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}
