import { describe, expect, it } from '@jest/globals';
import { NOTICE_EXAMPLE, readNotice } from './notice-csv.js';
import { textOfFile, textOfPaste } from './notice-text.js';

const HEAD = 'ngày,loại,thay cho,dịp,văn bản,tạm tính';
const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Buffer.from(text, encoding);

describe('a notice as a table', () => {
  it('reads its own example', () => {
    const { entries, problems, lines } = readNotice(NOTICE_EXAMPLE, '');
    expect(problems).toEqual([]);
    expect(lines).toEqual([2, 3, 4]);
    expect(entries[1]).toEqual({
      on: '2027-01-04',
      type: 'swap_off',
      replaces: '2027-01-09',
      name: 'Tết Dương lịch',
      source: 'Thông báo 1234/TB-BNV',
      provisional: false,
    });
  });

  it.each([
    ['the columns of the province’s files', 'on,type,name\n2026-11-24,holiday,Ngày Văn hóa'],
    ['semicolons', 'ngày;loại;dịp\n24/11/2026;nghỉ lễ;Ngày Văn hóa'],
    ['cells pasted from a spreadsheet', 'Ngày\tLoại\tDịp\n24/11/2026\tNghỉ lễ\tNgày Văn hóa'],
    ['no accents, another order, short days', 'DIP,NGAY,LOAI\nNgày Văn hóa,24.11.2026,nghi le'],
    ['quotes, blank lines, CRLF', 'ngày,loại,dịp\r\n\r\n"24-11-2026","nghỉ lễ","Ngày Văn hóa"\r\n'],
  ])('may come with %s', (_, text) => {
    const entry = { on: '2026-11-24', type: 'holiday', name: 'Ngày Văn hóa', source: 'TB chung' };
    expect(readNotice(text, 'TB chung')).toMatchObject({ problems: [], entries: [entry] });
  });

  it.each([
    ['', 0, /trống/],
    ['24/11/2026,nghỉ lễ,Ngày Văn hóa', 1, /còn thiếu “ngày”, “loại”, “dịp”/],
    [`${HEAD},ghi chú\n24/11/2026,nghỉ lễ,,X,,,`, 1, /Không có cột “ghi chú”/],
    [HEAD, 1, /Chưa có dòng nào/],
    [`${HEAD}\n30/02/2026,nghỉ lễ,,X,,`, 2, /Ngày “30\/02\/2026” không đọc được/],
    [`${HEAD}\n24/11/26,nghỉ lễ,,X,,`, 2, /Ngày “24\/11\/26”/],
    [`${HEAD}\n24/11/2026,nghỉ lễ,mai,X,,`, 2, /Ngày thay cho “mai”/],
    [`${HEAD}\n24/11/2026,nghỉ,,X,,`, 2, /Loại “nghỉ” không có/],
    [`${HEAD}\n24/11/2026,constructor,,X,,`, 2, /Loại “constructor” không có/],
    [`${HEAD}\n24/11/2026,nghỉ lễ,,X,,chưa rõ`, 2, /Cột tạm tính/],
    [`${HEAD}\n24/11/2026,nghỉ lễ,,X,TB 1, ngày 2,có`, 2, /nhiều ô hơn/],
    [`${HEAD}\n"24/11/2026,nghỉ lễ,,X,,`, 2, /nháy kép/],
  ])('says what is wrong, and in which line: %j', (text, line, message) => {
    const { problems } = readNotice(text, '');
    expect(problems).toContainEqual({ line, message: expect.stringMatching(message) });
  });

  it('reports every line, not only the first', () => {
    const { problems } = readNotice(`${HEAD}\nx,nghỉ lễ,,A,,\n24/11/2026,y,,B,,\n25/11/2026,nghỉ lễ,,C,,`, '');
    expect(problems.map(({ line }) => line)).toEqual([2, 3]);
  });
});

describe('the text of a file', () => {
  it.each([
    ['UTF-8', bytes('Tết Nguyên đán')],
    ['UTF-8 with a mark', bytes('\uFEFFTết Nguyên đán')],
    ['decomposed letters', bytes('Tết Nguyên đán'.normalize('NFD'))],
    ['UTF-16', bytes('\uFEFFTết Nguyên đán', 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(bytes('\uFEFFTết Nguyên đán', 'utf16le')).swap16()],
  ])('is read from %s', (_, content) => {
    expect(textOfFile(content)).toEqual({ text: 'Tết Nguyên đán' });
  });

  it.each([
    // "Tết" in Windows-1258: ê, then a combining acute accent of one byte.
    ['Windows-1258', new Uint8Array([0x54, 0xea, 0xec, 0x74]), /không phải UTF-8/],
    ['TCVN3', new Uint8Array([0x54, 0xd5, 0x74, 0x2c, 0x6e, 0xb5]), /không phải UTF-8/],
    ['a spreadsheet', new Uint8Array([0x50, 0x4b, 0x03, 0x04]), /bảng tính Excel/],
    ['a PDF', bytes('%PDF-1.7'), /PDF/],
    ['UTF-8 that was read as Western European', bytes('Táº¿t NguyÃªn Ä‘Ã¡n'), /mở sai bảng mã/],
  ])('is refused when it is %s', (_, content, why) => {
    expect(textOfFile(content)).toEqual({ unreadable: expect.stringMatching(why) });
  });

  it('takes Vietnamese that looks unusual for what it is', () => {
    const words = 'Ân Ã Ơ Ư Ă Ê: ĂN TẾT ÂM LỊCH, ĐÃ NGHỈ, Ã À Á; ưu tiên';
    expect(textOfPaste(words)).toEqual({ text: words });
  });
});
