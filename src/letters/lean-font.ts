/** Outlines, widths and letters, and the programs that draw them: all that printed words need. */
const NEEDED = new Set([
  'OS/2',
  'cmap',
  'cvt ',
  'fpgm',
  'glyf',
  'head',
  'hhea',
  'hmtx',
  'loca',
  'maxp',
  'name',
  'post',
  'prep',
]);

const HEADER = 12;
const RECORD = 16;

/**
 * A TrueType font without the tables for ligatures, kerning and other scripts: reading those of Tinos takes a
 * second for every document, and text in NFC needs none of them.
 *
 * @param font the bytes of a .ttf file.
 * @throws RangeError for bytes that are no font.
 */
export function leanFont(font: Buffer): Buffer {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const at = HEADER + index * RECORD;
    const offset = font.readUInt32BE(at + 8);
    return {
      tag: font.toString('latin1', at, at + 4),
      checksum: font.readUInt32BE(at + 4),
      bytes: font.subarray(offset, offset + font.readUInt32BE(at + 12)),
    };
  }).filter(({ tag }) => NEEDED.has(tag));
  const head = Buffer.alloc(HEADER + tables.length * RECORD);
  font.copy(head, 0, 0, 4);
  head.writeUInt16BE(tables.length, 4);
  // Where a binary search over the directory begins (OpenType, "Table Directory").
  const log = Math.floor(Math.log2(Math.max(1, tables.length)));
  head.writeUInt16BE(2 ** log * RECORD, 6);
  head.writeUInt16BE(log, 8);
  head.writeUInt16BE((tables.length - 2 ** log) * RECORD, 10);
  let offset = head.length;
  const bodies = tables.map(({ tag, checksum, bytes }, index) => {
    const at = HEADER + index * RECORD;
    head.write(tag, at, 'latin1');
    head.writeUInt32BE(checksum, at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(bytes.length, at + 12);
    // Each table begins at a multiple of four bytes.
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
    offset += padded.length;
    return padded;
  });
  return Buffer.concat([head, ...bodies]);
}
