import { describe, expect, it } from '@jest/globals';
import { cannedErrors, cleanCanned, filled, openPlace, type CannedValues } from './canned-text.js';

const VALUES: CannedValues = {
  ma_phieu: '26-001234',
  dia_diem: 'trước chợ, phường Trảng Dài',
  noi_dung: 'Ổ gà sâu trước chợ',
  loai_viec: 'Mặt đường hư hỏng',
  don_vi: 'UBND phường Trảng Dài',
  can_bo: null,
  ngay: '21/11/2026',
};

describe('a place to be filled in', () => {
  it.each<[string, string | null]>([
    ['Đã kiểm tra tại {dia_diem}.', '{dia_diem}'],
    ['Đã vá [ghi số] ổ gà.', '[ghi số]'],
    ['Xem phụ lục [1].', null],
    ['Theo mục [2.3] của biên bản.', null],
    ['Đã vá ba ổ gà (xem ảnh).', null],
    ['', null],
  ])('%j leaves %j open', (text, place) => {
    expect(openPlace(text)).toBe(place);
  });
});

describe('a canned text', () => {
  const parts = {
    found: 'Ngày {ngay}, {don_vi} kiểm tra {dia_diem}: [kết quả].',
    done: 'Phiếu {ma_phieu}',
    inCharge: '{can_bo}',
    legalBasis: '',
  };

  it('is filled with what is known; the rest stays open', () => {
    expect(filled(parts, VALUES)).toEqual({
      found: 'Ngày 21/11/2026, UBND phường Trảng Dài kiểm tra trước chợ, phường Trảng Dài: [kết quả].',
      done: 'Phiếu 26-001234',
      inCharge: '{can_bo}',
      legalBasis: '',
    });
  });

  it('takes what the citizen wrote as text, whatever stands in it', () => {
    const place = { ...VALUES, dia_diem: '$& {ma_phieu}' };
    expect(filled({ ...parts, found: 'Tại {dia_diem}' }, place).found).toBe('Tại $& {ma_phieu}');
  });

  it.each<[Partial<typeof parts & { title: string }>, string[]]>([
    [{}, []],
    [{ title: ' ' }, ['title']],
    [{ found: '', done: '', inCharge: '', legalBasis: '' }, ['found']],
    [{ done: 'Gọi {so_dien_thoai}' }, ['done']],
    [{ found: 'x'.repeat(4_001) }, ['found']],
  ])('with %j is refused at %j', (change, fields) => {
    const text = cleanCanned({ title: 'Ổ gà đã vá', ...parts, ...change });
    expect(cannedErrors(text).map(({ field }) => field)).toEqual(fields);
  });
});
