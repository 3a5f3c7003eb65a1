import type { Prepared } from '../../src/attachments/index.js';
import { newId } from '../../src/kernel/index.js';

/** A photo as it is stored, already looked at: its bytes are nothing in particular. */
export function photo(parts: Partial<Prepared> = {}): Prepared {
  return {
    id: newId(),
    name: 'cho.jpg',
    mediaType: 'image/jpeg',
    width: 1600,
    height: 1200,
    sha256: 'a'.repeat(64),
    content: Buffer.from('not looked at any more'),
    ...parts,
  };
}
