import { describe, expect, it } from '@jest/globals';
import type { Agency } from '../../agencies/domain/agency.js';
import { letterErrors, signatureErrors, TO_FILL_IN, type ApologyParts } from './apology-letter.js';
import { authorityLines, filedUnder, letterhead } from './letterhead.js';

const PARTS: ApologyParts = {
  opening: 'Sở Xây dựng xin lỗi ông/bà.',
  reason: 'thiếu vật tư.',
  remedy: 'đã có vật tư, đang làm.',
  committedOn: '2026-11-25',
  contact: 'Phòng Hạ tầng, 0251 3123 456',
};

const wrong = (parts: Partial<ApologyParts>, today: string | null = '2026-11-20') =>
  letterErrors({ ...PARTS, ...parts }, today);

describe('letterErrors', () => {
  it('lets a whole letter pass', () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ opening: 'Theo Nghị định 118/2025/NĐ-CP, xin lỗi ông/bà [đã ẩn' })).toEqual([]);
  });

  it('names every place that is still open, not the first alone', () => {
    const errors = wrong({ ...TO_FILL_IN, opening: 'Xin lỗi [ghi tên] và [ghi nơi].' });
    expect(errors.map(({ field }) => field)).toEqual(['opening', 'reason', 'remedy', 'contact']);
    expect(errors[0]?.message).toBe('Lời mở đầu còn chỗ chưa viết: “[ghi tên]”, “[ghi nơi]”.');
  });

  it.each([
    ['Theo Nghị định 61/2018/NĐ-CP, xin lỗi.', '61/2018/NĐ-CP'],
    ['Theo NĐ số 61 / 2018, xin lỗi.', '61/2018/NĐ-CP'],
    ['Theo Nghị định 107/2021/NĐ-CP, xin lỗi.', '107/2021/NĐ-CP'],
  ])('%s cites what has been replaced', (reason, decree) => {
    expect(wrong({ reason })).toEqual([{ field: 'reason', message: expect.stringContaining(decree) }]);
  });

  it.each<[Partial<ApologyParts>, string]>([
    [{ opening: '' }, 'opening'],
    [{ reason: '' }, 'reason'],
    [{ remedy: '' }, 'remedy'],
    [{ contact: '' }, 'contact'],
    [{ contact: 'x'.repeat(301) }, 'contact'],
    [{ committedOn: 'sớm nhất' }, 'committedOn'],
    [{ committedOn: '2026-02-30' }, 'committedOn'],
    [{ committedOn: '2026-11-19' }, 'committedOn'],
  ])('%o is wrong in %s', (parts, field) => {
    expect(wrong(parts).map((error) => error.field)).toEqual([field]);
  });

  it('takes a day that has passed once the answer is there', () => {
    expect(wrong({ committedOn: '2026-11-19' }, null)).toEqual([]);
  });
});

describe('signatureErrors', () => {
  const plain = { signedAs: 'head', signerTitle: '', number: '' } as const;
  it.each([
    [plain, []],
    [{ ...plain, number: '12/UBND-VX' }, []],
    [{ ...plain, signedAs: 'deputy' as const }, []],
    [{ ...plain, signedAs: 'by_order' as const }, ['signerTitle']],
    [{ ...plain, number: '12' }, ['number']],
    // The series gives these.
    [{ ...plain, number: '12/ubnd-pakn' }, ['number']],
    [{ ...plain, number: `1/${'X'.repeat(80)}` }, ['number']],
  ])('%o → %o', (signature, fields) => {
    expect(signatureErrors(signature, 'UBND-PAKN').map(({ field }) => field)).toEqual(fields);
  });
});

describe('letterhead', () => {
  const agency = (code: string, name: string, kind: Agency['kind'], wardCode: string | null = null): Agency => ({
    code,
    name,
    shortName: name,
    kind,
    parentCode: null,
    wardCode,
    validFrom: '2025-07-01',
    validTo: null,
  });
  const government = agency('UBND', 'Ủy ban nhân dân thành phố Đồng Nai', 'government');
  const letters = {
    symbolSuffix: 'PAKN',
    of: {
      ward: { authority: 'TM. ỦY BAN NHÂN DÂN' },
      CATP: { parent: ['Bộ Công an'] },
      'UBND-2': { symbol: 'UBND-VX' },
    },
  };
  const province = { name: 'Đồng Nai', letters };

  it.each([
    [
      agency('UBND-1', 'Ủy ban nhân dân phường Trảng Dài', 'ward', '1'),
      government,
      'Phường Trảng Dài',
      {
        parent: [],
        agency: ['ỦY BAN NHÂN DÂN', 'PHƯỜNG TRẢNG DÀI'],
        symbol: 'UBND-PAKN',
        place: 'Trảng Dài',
        headTitle: 'Chủ tịch',
        authority: 'TM. ỦY BAN NHÂN DÂN',
      },
    ],
    [
      agency('UBND-2', 'Ủy ban nhân dân phường 5', 'ward', '2'),
      government,
      'Phường 5',
      { symbol: 'UBND-VX', place: 'Phường 5' },
    ],
    [
      agency('SXD', 'Sở Xây dựng', 'department'),
      government,
      null,
      {
        parent: ['ỦY BAN NHÂN DÂN', 'THÀNH PHỐ ĐỒNG NAI'],
        agency: ['SỞ XÂY DỰNG'],
        symbol: 'SXD-PAKN',
        place: 'Đồng Nai',
        headTitle: 'Giám đốc',
        authority: null,
      },
    ],
    [agency('CATP', 'Công an thành phố Đồng Nai', 'vertical'), null, null, { parent: ['BỘ CÔNG AN'] }],
  ])('of %o', (of, parent, wardName, head) => {
    expect(letterhead(of, { parent, wardName, province })).toMatchObject(head);
  });

  const committee = { headTitle: 'Chủ tịch', authority: 'TM. ỦY BAN NHÂN DÂN' };
  const department = { headTitle: 'Giám đốc', authority: null };
  it.each([
    [committee, 'head', '', ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH']],
    [committee, 'deputy', '', ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']],
    [committee, 'by_order', 'Trưởng phòng Kinh tế', ['TL. CHỦ TỊCH', 'TRƯỞNG PHÒNG KINH TẾ']],
    [department, 'head', '', ['GIÁM ĐỐC']],
    [department, 'deputy', '', ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC']],
    [department, 'deputy', 'Phó Giám đốc phụ trách', ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC PHỤ TRÁCH']],
  ] as const)('%o signed as %s %s: %o', (head, as, title, lines) => {
    expect(authorityLines(head, as, title)).toEqual(lines);
  });

  it('is filed with the office and whoever wrote it', () => {
    expect(filedUnder('UBND-VX')).toBe('Lưu: VT, VX');
  });
});
