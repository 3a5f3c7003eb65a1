import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { agenciesPart } from '../agencies-part.js';
import { ProvinceFiles } from '../province-files.js';
import { loadProvince } from '../province.js';
import { findPlace } from './find-place.js';
import { buildGazetteer } from './gazetteer.js';

const folder = join(process.cwd(), 'provinces', 'dong-nai');
const { units, formerUnits } = agenciesPart.read(new ProvinceFiles(folder));
const gazetteer = buildGazetteer(units, formerUnits, loadProvince(folder).placeAbbreviations);
const nameOf = new Map(units.map(({ code, name }) => [code, name]));

/** The ward's name, '?' with the candidates' names when one has to ask, '-' when nothing is named. */
function found(text: string): string {
  const match = findPlace(gazetteer, text);
  if (match.kind === 'ward') return nameOf.get(match.wardCode) ?? '';
  if (match.kind === 'unknown') return '-';
  const names = match.candidates.map((code) => nameOf.get(code));
  return names.length > 3 ? `? ${names.length}` : `? ${names.sort().join(' | ')}`;
}

describe('the ward that a text names', () => {
  it.each([
    // Today's names
    ['Phường Trảng Dài', 'Phường Trảng Dài'],
    ['phuong trang dai', 'Phường Trảng Dài'],
    ['P. Trảng Dài', 'Phường Trảng Dài'],
    ['P.Trảng Dài, TP. Biên Hòa', 'Phường Trảng Dài'],
    ['F. Trang Dai', 'Phường Trảng Dài'],
    ['PHƯỜNG TRẢNG DÀI', 'Phường Trảng Dài'],
    ['Trảng Dài', 'Phường Trảng Dài'],
    ['phường Trảng-Dài', 'Phường Trảng Dài'],
    ['Phường Biên Hoà', 'Phường Biên Hoà'],
    ['phường Biên Hòa, TP Đồng Nai', 'Phường Biên Hoà'],
    ['phường Bình Phước', 'Phường Bình Phước'],
    ['xã Đăk Ơ', 'Xã Đăk Ơ'],
    ['xa dak o', 'Xã Đăk Ơ'],
    ['xã Đak Lua', 'Xã Đak Lua'],
    ['X. Phú Lý', 'Xã Phú Lý'],
    ['xã Lộc Thạnh', 'Xã Lộc Thạnh'],
    ['xã Lộc Thành', 'Xã Lộc Thành'],
    // Former names
    ['phường Tân Hiệp, Biên Hòa', 'Phường Tam Hiệp'],
    ['phuong tan hiep bien hoa', 'Phường Tam Hiệp'],
    ['p tan hiep bh', 'Phường Tam Hiệp'],
    ['phường Tân Hiệp', 'Phường Tam Hiệp'],
    ['xã Tân Hiệp, huyện Long Thành', 'Xã Phước Thái'],
    ['xã Tân Hiệp H. Hớn Quản', 'Phường Tân Khai'],
    ['xã Phú Văn Bù Gia Mập', 'Xã Phú Nghĩa'],
    ['xa phu van bu gia map', 'Xã Phú Nghĩa'],
    ['xã Đắc Lua, Tân Phú', 'Xã Đak Lua'],
    ['TT Vĩnh An', 'Phường Trị An'],
    ['thị trấn Trảng Bom', 'Phường Trảng Bom'],
    ['TT. Gia Ray, H. Xuân Lộc', 'Phường Xuân Lộc'],
    ['thị trấn Tân Phú, Đồng Phú', 'Phường Đồng Phú'],
    ['P. Tân Phú, TX Đồng Xoài', 'Phường Bình Phước'],
    ['xã Hố Nai 3', 'Phường Hố Nai'],
    ['xã Gia Tân 1, Thống Nhất', 'Xã Thống Nhất'],
    ['xã Lộ 25', 'Phường Dầu Giây'],
    ['xã Đường 10, Bù Đăng', 'Xã Đak Nhau'],
    ['Phường Hố Nai cũ', 'Phường Long Bình'],
    ['phường Long Bình Tân', 'Phường Long Hưng'],
    ['xã Bình Minh, Bù Đăng', 'Xã Bom Bo'],
    ['xã Đồng Nai, Bù Đăng', 'Xã Thọ Sơn'],
    ['phường Xuân Hòa, Long Khánh', 'Phường Long Khánh'],
    ['xã Xuân Hòa - Xuân Lộc', 'Xã Xuân Hoà'],
    ['Tân Phú, Đồng Phú', 'Phường Đồng Phú'],
    ['Hóa An, Biên Hòa', 'Phường Biên Hoà'],
    ['xã Hóa An', 'Phường Biên Hoà'],
    // Today's name stands before a former one, unless the district says otherwise
    ['xã Bình Minh', 'Xã Bình Minh'],
    ['xã Bình Minh, Trảng Bom', 'Xã Bình Minh'],
    ['phường Tân Phú', 'Phường Tân Phú'],
    ['phường Phước Bình', 'Phường Phước Bình'],
    ['xã Phước Bình', 'Xã Phước Thái'],
    // Inside a sentence
    ['Ổ gà trên đường Bùi Trọng Nghĩa, phường Trảng Dài, gần trường tiểu học', 'Phường Trảng Dài'],
    ['nha toi o trang dai bi mat nuoc 3 ngay nay', 'Phường Trảng Dài'],
    ['kp3 p.tan phong bh den duong hu', 'Phường Tân Triều'],
    ['Tôi ở ấp 4, xã Phú Ngọc, huyện Định Quán, rác không ai thu gom', 'Xã Định Quán'],
    ['Đường Quang Trung, phường Xuân An, Long Khánh bị ngập', 'Phường Long Khánh'],
    ['phường Tam Hiệp (phường Tân Hiệp cũ)', 'Phường Tam Hiệp'],
    ['Chúng tôi thống nhất phản ánh: Phường Long Hưng mất điện', 'Phường Long Hưng'],
    // One has to ask
    ['Biên Hòa', '? 10'],
    ['TP Biên Hòa', '? 10'],
    ['bien hoa', '? 10'],
    ['huyện Trảng Bom', '? 6'],
    ['Long Thành, Đồng Nai', '? 6'],
    ['Bình Phước', '? 40'],
    ['tỉnh Bình Phước', '? 40'],
    ['Đồng Xoài, Bình Phước', '? Phường Bình Phước | Phường Đồng Xoài'],
    ['xã Xuân Tâm, Xuân Lộc', '? Xã Xuân Hoà | Xã Xuân Đông'],
    ['xã Tân Hiệp', '? Phường Tân Khai | Xã Phước Thái'],
    ['xã Tân Hiệp, Đồng Nai', '? Phường Tân Khai | Xã Phước Thái'],
    ['xã Thanh Bình', '? Phường Bình Long | Xã Bàu Hàm'],
    ['xa loc thanh', '? Xã Lộc Thành | Xã Lộc Thạnh'],
    ['Hố Nai', '? Phường Hố Nai | Phường Long Bình'],
    ['phường Hố Nai, Biên Hòa', '? Phường Hố Nai | Phường Long Bình'],
    ['ranh giới phường Trảng Dài và phường Tam Hiệp', '? Phường Tam Hiệp | Phường Trảng Dài'],
    ['gần chợ Trảng Dài', '? Phường Trảng Dài'],
    ['phường Trảng Dài, huyện Định Quán', '? Phường Trảng Dài'],
    // Nothing is named
    ['', '-'],
    ['đường Quang Trung', '-'],
    ['quận 1, TP Hồ Chí Minh', '-'],
    ['Xe buýt số 5 chạy ẩu', '-'],
    ['trung tâm hành chính công', '-'],
  ])('%j is %s', (text, expected) => {
    expect(found(text)).toBe(expected);
  });

  it('finds every ward of today by its full name', () => {
    for (const unit of units.filter(({ kind }) => kind !== 'province')) {
      expect(found(unit.name)).toBe(unit.name);
    }
  });

  it('finds every undivided former commune by its name, district and province', () => {
    const wrong = formerUnits
      .filter(({ divided }) => !divided)
      .map(({ name, district, province, unitCode }) => {
        const text = `${name}, ${district}, ${province}`;
        return { text, found: found(text), expected: nameOf.get(unitCode) };
      })
      .filter(({ found: is, expected }) => is !== expected && !is.includes(expected ?? ''));
    expect(wrong).toEqual([]);
  });

  it('quotes what it matched', () => {
    expect(findPlace(gazetteer, 'Ngập ở P. Trảng Dài, Biên Hòa')).toMatchObject({
      kind: 'ward',
      matched: 'P. Trảng Dài',
    });
  });

  it('reads decomposed input as composed', () => {
    expect(found('Phường Trảng Dài'.normalize('NFD'))).toBe('Phường Trảng Dài');
  });
});
