import { describe, expect, it } from '@jest/globals';
import { newId } from '../kernel/index.js';
import type { Config } from '../platform/config/index.js';
import { bytesToUlid, ulidToBytes } from './domain/tracking-token.js';
import { TrackingLinks } from './tracking-links.js';

const links = (secret: string) => new TrackingLinks({ secret, publicUrl: 'https://1022.example.vn' } as Config);

describe('TrackingLinks', () => {
  const ours = links('a-secret-of-this-installation-0123456789');
  const id = newId();

  it('leads from the ticket to a link and back', () => {
    const token = ours.tokenFor(id);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(ours.ticketIdOf(token)).toBe(id);
    expect(ours.urlFor(id)).toBe(`https://1022.example.vn/theo-doi/${token}`);
  });

  it('refuses a token changed at any place, a foreign one, and anything else', () => {
    const token = ours.tokenFor(id);
    for (let at = 0; at < token.length; at += 1) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(ours.ticketIdOf(changed)).toBeNull();
    }
    expect(ours.ticketIdOf(links('another-secret-of-another-province-01234').tokenFor(id))).toBeNull();
    for (const wrong of ['', 'x', `${token}=`, `${token} `, ` ${token}`, `${token}A`, token.slice(1), '%00', id]) {
      expect(ours.ticketIdOf(wrong)).toBeNull();
    }
  });

  it('keeps every ULID, the smallest and the largest too', () => {
    for (const ulid of ['00000000000000000000000000', '7ZZZZZZZZZZZZZZZZZZZZZZZZZ', newId()]) {
      expect(bytesToUlid(ulidToBytes(ulid))).toBe(ulid);
    }
    expect(() => ulidToBytes('8ZZZZZZZZZZZZZZZZZZZZZZZZZ')).toThrow('Not a ULID.');
    expect(() => ulidToBytes('ILOU')).toThrow('Not a ULID.');
  });
});
