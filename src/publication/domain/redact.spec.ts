import { describe, expect, it } from '@jest/globals';
import { redact } from './redact.js';
import { fromMarked, toMarked, visibleText } from './segments.js';

const SHORT: Record<string, string> = {
  'số điện thoại': 'phone',
  'địa chỉ e-mail': 'email',
  'số giấy tờ': 'id',
  'biển số xe': 'plate',
  'số tài khoản': 'account',
  'số nhà': 'house',
  'dãy số': 'number',
  'tên người': 'name',
};

/** The result in a form that fits on a line: `gọi <phone> gấp`. */
function shown(raw: string): string {
  return toMarked(redact(raw)).replace(/\[đã ẩn: ([^\]]+)\]/g, (_, label: string) => `<${SHORT[label] ?? '?'}>`);
}

describe('hidden before publication (all names and numbers are invented)', () => {
  it.each([
    // telephone numbers
    ['Gọi lại 0900000027 giúp', 'Gọi lại <phone> giúp'],
    ['sđt 0900 000 027 nhé', 'sđt <phone> nhé'],
    ['so dien thoai:0900.000.027', 'so dien thoai:<phone>'],
    ['ĐT: 0 9 0 0 0 0 0 0 2 7', 'ĐT: <phone>'],
    ['090-000-0027 hoặc +84 900 000 027', '<phone> hoặc <phone>'],
    ['84900000027/0311111111', '<phone>/<phone>'],
    ['(0251) 3 000 018 trong giờ', '(<phone> trong giờ'],
    ['gọi +84 (0) 900000027', 'gọi <phone>'],
    ['số cũ 0123 456 7890', 'số cũ <phone>'],
    // e-mail
    ['thư về nguyen.a+1@example.vn ạ', 'thư về <email> ạ'],
    ['mail abc @ gmail . com. Nhờ xem', 'mail <email>. Nhờ xem'],
    ['abc(at)example.com', '<email>'],
    // papers
    ['CCCD 075000000012', 'CCCD <id>'],
    ['căn cước 0750 0000 0012 của tôi', 'căn cước <id> của tôi'],
    ['012.345.678.901', '<id>'],
    ['cmnd 271000001', 'cmnd <id>'],
    ['CMND số: 271 000 001', 'CMND số: <id>'],
    ['mã số thuế 3600000001', 'mã số thuế <id>'],
    ['mã khách hàng 70001234567890', 'mã khách hàng <number>'],
    // plates
    ['xe ben 60A-123.45 chạy ẩu', 'xe ben <plate> chạy ẩu'],
    ['xe 60a12345', 'xe <plate>'],
    ['biển số 60-B1 123.45', 'biển số <plate>'],
    ['bien so 60b1 12345 di nguoc chieu', 'bien so <plate> di nguoc chieu'],
    ['xe máy 60F1-1234', 'xe máy <plate>'],
    ['60LD-012.34 đậu cả ngày', '<plate> đậu cả ngày'],
    // accounts
    ['STK 1903 5678 9012 15 Ngân hàng X', 'STK <account> Ngân hàng X'],
    ['chuyển vào tài khoản Vietcombank 0071000123456', 'chuyển vào tài khoản Vietcombank <account>'],
    ['stk: 000123456', 'stk: <account>'],
    // houses
    ['Nhà số 45/6 bị ngập', 'Nhà số <house> bị ngập'],
    ['so nha 12A to 5', 'so nha <house> to 5'],
    ['trước số 123 đường Đồng Khởi', 'trước số <house> đường Đồng Khởi'],
    ['o 45/3 duong pham van thuan', 'o <house> duong pham van thuan'],
    ['123/45 Bùi Trọng Nghĩa, phường Trảng Dài', '<house> Bùi Trọng Nghĩa, phường Trảng Dài'],
    ['Hẻm 12 cạnh chợ tối thui', 'Hẻm <house> cạnh chợ tối thui'],
    ['số 8 Nguyễn Ái Quốc', 'số <house> Nguyễn Ái Quốc'],
    ['thửa đất số 123, tờ bản đồ số 45', 'thửa đất số <house>, tờ bản đồ số <house>'],
    ['nhà 12B đổ rác', 'nhà <house> đổ rác'],
    ['8/8 Bùi Trọng Nghĩa, nước tràn', '<house> Bùi Trọng Nghĩa, nước tràn'],
    ['K4/12 Phan Đình Phùng ngập', '<house> Phan Đình Phùng ngập'],
    ['hẻm: 12/5 tối', 'hẻm: <house> tối'],
    ['số nhà mười hai trên năm, hẻm tối', 'số nhà <house>, hẻm tối'],
    ['nhà số ba mươi hai đường Đồng Khởi', 'nhà số <house> đường Đồng Khởi'],
    // said in words, or cut off at the end of a title
    ['gọi không chín không không, không không không không hai bảy nhé', 'gọi <phone> nhé'],
    ['gọi 0900 000…', 'gọi <number>…'],
    // pages of people
    ['xem https://www.facebook.com/nguyen.van.mau.5 nhé', 'xem <name> nhé'],
    ['fb.com/nguyenvanmau', '<name>'],
    // names
    ['cấp sổ cho bà Nguyễn Thị Mẫu', 'cấp sổ cho bà <name>'],
    ['gửi đến ông Trần Văn Mẫu', 'gửi đến ông <name>'],
    ['hộ ông Mẫu và bà Mẫu', 'hộ ông <name> và bà <name>'],
    ['cap so cho ba nguyen thi mau', 'cap so cho ba <name>'],
    ['nhà của Nguyễn Văn Mẫu', 'nhà của <name>'],
    ['hộ Trần Thị Mẫu xả nước', 'hộ <name> xả nước'],
    ['ông Nguyễn Văn A làm khó', 'ông <name> làm khó'],
    ['gặp chị Hoa ở tổ 5', 'gặp chị <name> ở tổ 5'],
    ['anh nguyen van a bao', 'anh <name> bao'],
    ['Bà Trần Thị B, phường Tam Hiệp', 'Bà <name>, phường Tam Hiệp'],
    ['ông Chủ tịch Lê Văn C', 'ông Chủ tịch <name>'],
    ['Tôi tên: Phạm Thị D', 'Tôi tên: <name>'],
    ['tôi là Võ Văn E ở ấp 3', 'tôi là <name> ở ấp 3'],
    ['cô Lan Phường Tam Hiệp', 'cô <name> Phường Tam Hiệp'],
    ['a Tuấn báo mất nước', 'a <name> báo mất nước'],
    ['Ông Nguyễn Văn A'.normalize('NFD'), 'Ông <name>'],
  ])('%j → %j', (raw, expected) => {
    expect(shown(raw)).toBe(expected);
  });
});

describe('left as it is, because the text would not be understood without it', () => {
  it.each([
    'Gọi 113, 114, 115 hoặc 1022',
    'gọi ngay 113/114/115 Công an',
    'Tổng đài 1900 1234',
    'ngày 05.11.2026 lúc 16:30',
    'từ 30/4 Phường tổ chức',
    'sửa xong 09/11/2026',
    'trước ngày 20/11/26 Sở trả lời',
    'phí 1.250.000.000 đồng',
    'đền bù 250.000.000 đ',
    'giá 900.000.000',
    'QL1A đoạn qua Trảng Bom, km 12+300',
    'quốc lộ 51 đường xuống cấp',
    'đường số 5 khu phố 3',
    'KP 3 đường Đồng Khởi ngập',
    'lớp 12A1 2024',
    'lớp 10A2 trường THPT',
    'Nghị định số 61/2018/NĐ-CP',
    'Luật 91/2025/QH15',
    'hồ sơ 000.00.12.H19-240315-0012',
    'chiếm 1/2 đường Đồng Khởi',
    'vỡ 2 đường ống nước',
    'nhà 3 tầng, rộng 10m 12000 viên gạch',
    'trực 24/7',
    'anh chị, bà con và cô chú',
    'đường Bà Triệu, cầu Ông Gia, chợ Ông Bổn',
    'đi Bà Rịa - Vũng Tàu',
    'ống nước Đồng Nai vỡ',
    'học tiếng Anh Văn',
    'ông Giám đốc Sở Xây dựng',
    'Có Công an phường tới',
    'mã DN26-0476-3352',
    'tổ 5, ấp 3, xã An Phước',
    'kiểm tra hẻm: 9 trên 14 bóng hỏng',
    'hẻm 9 trên 14 bóng hỏng',
    'trong hẻm 3 người bị ngã',
    'hẻm 5 mét, hẻm 4m, hẻm 2 chiều',
    'phòng số 3 của UBND',
    'của Hà Nội và của Lâm Đồng',
    'chợ Ông Bổn, đền Bà Chúa, hồ Bà Hào',
    'sáng 8/8 UBND phường tới',
    'từ 12/5 đến nay',
    'nhà mười người',
    'không không có ai tới',
    '',
  ])('%j', (raw) => {
    expect(shown(raw)).toBe(raw);
  });
});

describe('segments', () => {
  it('keep places that are hidden already, and hide what stands beside them', () => {
    expect(redact('Gọi [đã ẩn: số điện thoại], nhà số 4')).toEqual([
      { text: 'Gọi ' },
      { hidden: 'phone' },
      { text: ', nhà số ' },
      { hidden: 'house_number' },
    ]);
  });

  it('go to marked text and back', () => {
    const segments = redact('Chị Hoa, 0900000027, hẻm 12');
    expect(fromMarked(toMarked(segments))).toEqual(segments);
  });

  it('cannot be searched by what is hidden', () => {
    expect(visibleText(redact('Chị Hoa báo 0900000027'))).not.toMatch(/Hoa|0900|điện thoại/);
  });

  it('are the same when a text is redacted twice', () => {
    const once = redact('ông Nguyễn Văn A, số 12 đường Đồng Khởi, 60A-123.45');
    expect(redact(toMarked(once))).toEqual(once);
  });
});

it('looks through a text without spaces once', () => {
  const text = 'a'.repeat(300_000);
  expect(redact(text)).toEqual([{ text }]);
});
