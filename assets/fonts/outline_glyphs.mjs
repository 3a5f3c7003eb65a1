// Draws the glyphs of a web font as SVG paths, for pictures that are made where no font is installed.
// Run where `npm install fontkit` has been done: node outline_glyphs.mjs be-vietnam-pro-tnum-600.woff2 > ../../templates/share-picture/glyphs-600.json
import * as fontkit from 'fontkit';
const LATIN = Array.from({ length: 0x17f - 0x20 + 1 }, (_, i) => 0x20 + i);
const VIETNAMESE = [0x1a0, 0x1a1, 0x1af, 0x1b0, ...Array.from({ length: 0x1ef9 - 0x1ea0 + 1 }, (_, i) => 0x1ea0 + i)];
const SIGNS = [0x2013, 0x2014, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2026, 0x20ab];
const font = fontkit.openSync(process.argv[2]);
const glyphs = {};
for (const code of [...LATIN, ...VIETNAMESE, ...SIGNS]) {
  if (!font.hasGlyphForCodePoint(code)) continue;
  const glyph = font.glyphForCodePoint(code);
  const path = glyph.path.commands
    .map(({ command, args }) => ({ moveTo: 'M', lineTo: 'L', quadraticCurveTo: 'Q', bezierCurveTo: 'C', closePath: 'Z' })[command] + args.map(Math.round).join(' '))
    .join('');
  glyphs[String.fromCodePoint(code)] = [Math.round(glyph.advanceWidth), path];
}
process.stdout.write(`${JSON.stringify({ unitsPerEm: font.unitsPerEm, ascent: font.ascent, descent: font.descent, glyphs })}\n`);
