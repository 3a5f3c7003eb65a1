import { describe, expect, it } from '@jest/globals';
import { subjectHeard, type HeardAgency } from './subject-heard.js';

const agency = (code: string, name: string, shortName = name): HeardAgency => ({ code, name, shortName });
const AGENCIES = [
  agency('UBND', 'Ủy ban nhân dân thành phố Đồng Nai', 'UBND thành phố'),
  agency('VPDKDD', 'Văn phòng Đăng ký đất đai', 'VP ĐKĐĐ'),
  agency('SXD', 'Sở Xây dựng'),
  agency('SYT', 'Sở Y tế'),
  agency('THUE', 'Thuế thành phố Đồng Nai', 'Thuế'),
];
const OFFICE = agency('UBND-1', 'Ủy ban nhân dân xã Định Quán');
const POLICE = agency('CA-1', 'Công an xã Định Quán');

describe('the agency a report is about', () => {
  it.each<[string, string | null, string | null]>([
    ['gọi VPĐK chi nhánh BH ko ai nghe máy', 'VPDKDD', 'VPĐK'],
    ['hồ sơ nộp Sở Xây dựng từ tháng trước', 'SXD', 'Sở Xây dựng'],
    ['so xay dung hen roi ko tra', 'SXD', 'so xay dung'],
    ['cb địa chính xã làm khó, hs đủ mà cứ bắt bẻ', 'UBND-1', 'địa chính xã'],
    ['bảng niêm yết ở bộ phận một cửa còn ghi thủ tục cũ', 'UBND-1', 'bộ phận một cửa'],
    ['xã kêu chờ trên duyệt', 'UBND-1', 'xã kêu'],
    ['ra công an xã nói lỗi hệ thống chờ', 'CA-1', 'công an xã'],
    // An abbreviation of everybody's, a word of everyday, two at once, nothing.
    ['UBND làm ăn chậm chạp', null, null],
    ['đóng thuế rồi mà ko ra sổ', null, null],
    ['hỏi Sở Y tế thì nói do VPDKDD', null, null],
    ['đèn đường tắt cả tuần', null, null],
  ])('"%s" is %s', (words, code, heard) => {
    const found = subjectHeard(words, AGENCIES, { office: OFFICE, police: POLICE });
    expect(found === null ? [null, null] : [found.agency.code, found.heard]).toEqual([code, heard]);
  });

  it('is not the ward’s while the ward is not known', () => {
    expect(subjectHeard('cán bộ xã làm khó', AGENCIES, { office: null, police: null })).toBeNull();
  });
});
