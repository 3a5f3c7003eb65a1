/** Crockford's base 32, the alphabet of ULIDs. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BYTES = 16;

/** The 16 bytes of a ULID. @throws Error when it is none. */
export function ulidToBytes(id: string): Uint8Array {
  if (id.length !== 26) throw new Error('Not a ULID.');
  let value = 0n;
  for (const letter of id) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) throw new Error('Not a ULID.');
    value = value * 32n + BigInt(digit);
  }
  if (value >= 1n << 128n) throw new Error('Not a ULID.');
  const bytes = new Uint8Array(BYTES);
  for (let at = BYTES - 1; at >= 0; at -= 1) {
    bytes[at] = Number(value & 255n);
    value >>= 8n;
  }
  return bytes;
}

/** The ULID of 16 bytes. */
export function bytesToUlid(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let id = '';
  for (let at = 0; at < 26; at += 1) {
    id = (ALPHABET[Number(value & 31n)] ?? '') + id;
    value >>= 5n;
  }
  return id;
}
