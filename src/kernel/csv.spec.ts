import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv.js';

describe('a line of a spreadsheet', () => {
  it('quotes every cell, and keeps what a spreadsheet would compute a text', () => {
    expect(csvLine(['DN26', 'Sở "Xây dựng", A', '=1+1', '-2', ''])).toBe(
      `"DN26","Sở ""Xây dựng"", A","'=1+1","'-2",""\r\n`,
    );
  });

  it.each(['=', '+', '-', '@', '\t', '\r', '\n'])('guards a cell that begins with %j', (sign) =>
    expect(csvLine([`${sign}cmd|' /C calc'!A0`])).toBe(`"'${sign}cmd|' /C calc'!A0"\r\n`),
  );

  it('leaves a sign inside a text alone', () => expect(csvLine(['a=b', ' -1'])).toBe('"a=b"," -1"\r\n'));
});
