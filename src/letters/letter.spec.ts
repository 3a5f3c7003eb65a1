import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { numberLine, placeAndDate, recipientLines, referenceOf, type Letter } from './domain/letter.js';
import { letterDocx } from './letter-docx.js';
import { letterDefinition, letterPdf } from './letter-pdf.js';

const LETTER: Letter = {
  parent: ['ỦY BAN NHÂN DÂN', 'THÀNH PHỐ ĐỒNG NAI'],
  agency: ['SỞ XÂY DỰNG'],
  reference: '05/SXD-PAKN',
  symbol: 'SXD-PAKN',
  about: 'xin lỗi vì trả lời chậm phản ánh mã DN26-0476-3352',
  place: 'Đồng Nai',
  datedOn: '2026-02-05',
  to: 'Ông/Bà gửi phản ánh mã DN26-0476-3352',
  paragraphs: ['Sở Xây dựng xin lỗi ông/bà.', 'Lý do chậm: thiếu vật tư.'],
  recipients: ['Như trên', 'Tổng đài 1022 (để theo dõi)', 'Lưu: VT, PAKN'],
  authority: ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'],
  signer: 'Võ Quốc Khánh',
  signed: true,
};

describe('the form of NĐ 30/2020', () => {
  it.each([
    [1, '01/SXD-PAKN'],
    [9, '09/SXD-PAKN'],
    [10, '10/SXD-PAKN'],
    [123, '123/SXD-PAKN'],
  ])('writes number %d as %s', (number, reference) => {
    expect(referenceOf(number, 'SXD-PAKN')).toBe(reference);
  });

  it.each([
    ['2026-02-05', 'Đồng Nai, ngày 05 tháng 02 năm 2026'],
    ['2026-01-31', 'Đồng Nai, ngày 31 tháng 01 năm 2026'],
    ['2026-03-01', 'Đồng Nai, ngày 01 tháng 3 năm 2026'],
    ['2026-11-21', 'Đồng Nai, ngày 21 tháng 11 năm 2026'],
  ])('writes %s as %s', (datedOn, words) => {
    expect(placeAndDate({ place: 'Đồng Nai', datedOn })).toBe(words);
  });

  it('leaves room for number and day until they are given', () => {
    expect(numberLine({ reference: null, symbol: 'SXD-PAKN' })).toMatch(/^Số: \u00a0+\/SXD-PAKN$/);
    expect(placeAndDate({ place: 'Đồng Nai', datedOn: null })).toMatch(/ngày\u00a0+ tháng\u00a0+ năm\u00a0+$/);
  });

  it('ends the list of who receives it with a full stop', () => {
    expect(recipientLines(LETTER)).toEqual(['- Như trên;', '- Tổng đài 1022 (để theo dõi);', '- Lưu: VT, PAKN.']);
  });

  it('has paper, margins, letters and order as it wants them', () => {
    const definition = letterDefinition(LETTER);
    const margins = definition.pageMargins as number[];
    expect(margins.map((points) => Math.round((points / 72) * 25.4))).toEqual([30, 20, 15, 20]);
    const told = textsOf(definition.content);
    expect(told.map(({ text }) => text)).toEqual([
      ...LETTER.parent,
      ...LETTER.agency,
      'Số: 05/SXD-PAKN',
      `V/v ${LETTER.about}`,
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Đồng Nai, ngày 05 tháng 02 năm 2026',
      `Kính gửi: ${LETTER.to}`,
      ...LETTER.paragraphs,
      'Nơi nhận:',
      ...recipientLines(LETTER),
      ...LETTER.authority,
      '(Đã ký)',
      LETTER.signer,
    ]);
    const of = (text: string): Text | undefined => told.find((one) => one.text === text);
    expect(of('SỞ XÂY DỰNG')).toMatchObject({ bold: true, fontSize: 12 });
    expect(of('THÀNH PHỐ ĐỒNG NAI')).not.toHaveProperty('bold');
    expect(of('Độc lập - Tự do - Hạnh phúc')).toMatchObject({ bold: true, fontSize: 13 });
    expect(of('Đồng Nai, ngày 05 tháng 02 năm 2026')).toMatchObject({ italics: true });
    expect(of('Nơi nhận:')).toMatchObject({ bold: true, italics: true, fontSize: 12 });
    expect(of('PHÓ GIÁM ĐỐC')).toMatchObject({ bold: true });
    expect(definition.watermark).toBeUndefined();
    expect(letterDefinition({ ...LETTER, signed: false }).watermark).toMatchObject({ text: 'BẢN XEM TRƯỚC' });
  });

  it('is a PDF with its own letters inside, whatever machine reads it', async () => {
    const pdf = await letterPdf(LETTER);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const names = pdf.toString('latin1');
    for (const style of ['Regular', 'Bold', 'Italic', 'BoldItalic']) expect(names).toContain(`+Tinos-${style}`);
    expect(names).toMatch(/\/FontFile2/);
    expect(pdf.length).toBeLessThan(120_000);
  });

  it('is a Word document with the same words', async () => {
    const xml = fileIn(await letterDocx(LETTER), 'word/document.xml');
    const words = [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text);
    expect(words).toEqual(expect.arrayContaining(['Số: 05/SXD-PAKN', ...LETTER.paragraphs, ...LETTER.authority]));
    // 20, 15, 20 and 30 mm in twentieths of a point.
    expect(xml).toMatch(/<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701"/);
    expect(fileIn(await letterDocx(LETTER), 'word/styles.xml')).toContain('Times New Roman');
  });
});

interface Text {
  readonly text: string;
}

/** Every piece of text of a definition, in the order in which it stands. */
function textsOf(node: unknown): Text[] {
  if (Array.isArray(node)) return node.flatMap(textsOf);
  if (typeof node !== 'object' || node === null) return [];
  const { text, stack, columns, table } = node as Record<string, unknown>;
  if (typeof text === 'string') return text.trim() === '' ? [] : [node as Text];
  return [stack, columns, (table as { body?: unknown } | undefined)?.body].flatMap(textsOf);
}

/** One file of a zip, by its entry in the directory at the end. */
function fileIn(zip: Buffer, name: string): string {
  for (let at = zip.readUInt32LE(zip.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16); ;) {
    if (zip.toString('latin1', at, at + 4) !== 'PK\x01\x02') throw new Error(`no ${name} in the zip`);
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    if (zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0)) === name) {
      const local = zip.readUInt32LE(at + 42);
      const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20));
      return (zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString('utf8');
    }
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
}
