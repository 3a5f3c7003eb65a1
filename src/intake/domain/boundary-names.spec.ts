import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fold } from '../../kernel/index.js';
import { detectBoundary } from './boundary.js';

// Names of people and places are no alarm, however they are written: "anh Hiệp" without its accents spells a crime,
// "Hố Nai nhiều ổ gà" a leak of gas.

const TITLES = ['anh', 'chị', 'ông', 'bà', 'cô', 'chú', 'em'];

/** The given names most often met, and what a family calls its children by. */
const GIVEN_NAMES = (
  'An Anh Bình Bảo Châu Chi Chiến Chung Công Cường Diễm Dung Dũng Duy Dương Đạt Đào Đức Giang Hà Hải Hạnh Hào Hằng Hậu ' +
  'Hiền Hiếu Hiệp Hoa Hòa Hoàng Hồng Hùng Huy Hương Khánh Khoa Kiên Lan Lâm Liên Linh Loan Lộc Long Mai Mạnh Minh My Nam ' +
  'Nga Ngân Nghĩa Ngọc Nhân Nhung Oanh Phong Phú Phúc Phương Phượng Quân Quang Quyên Sang Sơn Tâm Tân Tú Tuấn Tùng Tuyết ' +
  'Thái Thanh Thành Thảo Thắm Thắng Thịnh Thu Thủy Thúy Thương Tiến Toàn Tố Trang Trâm Trí Trung Vân Việt Vinh Vui Vũ Xuân ' +
  'Yến Cẩm Hội Hai Ba Tư Năm Sáu Bảy Tám Chín Mười Út'
).split(' ');

const STREETS = (
  'Phạm Văn Thuận, Đồng Khởi, Cách Mạng Tháng Tám, Võ Thị Sáu, Nguyễn Ái Quốc, Bùi Văn Hòa, Huỳnh Văn Nghệ, Phan Trung, ' +
  'Hưng Đạo Vương, Trương Định, Phan Đình Phùng, Lý Thường Kiệt, Bùi Thị Xuân, Hà Huy Giáp, Dương Tử Giang, Hiệp Bình, ' +
  'Nguyễn Hữu Cảnh, Đoàn Văn Cự, Lương Văn Nho, Hoàng Văn Bổn, Lê Văn Hiệp, Điện Biên Phủ, Tôn Đức Thắng, Trần Phú, ' +
  'quốc lộ 51, quốc lộ 1A, tỉnh lộ 768, chợ Sặt, ngã tư Vũng Tàu, ngã ba Dầu Giây, cầu Hóa An, cầu Ghềnh, hẻm Chùa, ' +
  'khu phố 3, ấp Hiệp Nhất, ngã ba Hiệp Hòa, chợ Hố Nai, công viên Chiến Thắng'
).split(', ');

const PERSON_SENTENCES: readonly ((person: string, name: string) => string)[] = [
  (person) => person,
  (person) => `${person} ở nhà bên cạnh đổ rác ra đường`,
  (person) => `gặp ${person} ở một cửa để nộp hồ sơ`,
  (person) => `nhà ${person} mở karaoke ồn tới khuya`,
  (person) => `đã gọi cho ${person} mà không trả lời`,
  (person) => `tôi là ${person}, xin vui lòng cho hỏi bao giờ có sổ`,
  (_, name) => `Nguyễn Văn ${name} phản ánh đèn đường tắt`,
  (_, name) => `tôi tên Trần Thị ${name}, hố ga trước nhà mất nắp`,
];

const PLACE_SENTENCES: readonly ((place: string) => string)[] = [
  (place) => place,
  (place) => `Rác không ai gom ở ${place}`,
  (place) => `${place} nhiều ổ gà, hố ga mất nắp`,
];

function alarms(sentences: readonly string[]): string[] {
  return sentences
    .flatMap((sentence) => [sentence, fold(sentence)])
    .filter((sentence) => detectBoundary(sentence).boundary !== 'ordinary');
}

/** One column of a province file without quoted cells. */
function column(file: string, index: number): string[] {
  const text = readFileSync(new URL(`../../../provinces/dong-nai/${file}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',')[index] ?? '');
}

const withoutKind = (name: string): string => name.replace(/^(Phường|Xã|Thị trấn|Huyện|Thị xã|Thành phố|Tỉnh) /u, '');

describe('names are no alarm', () => {
  it.each(GIVEN_NAMES)('%s, whatever the person is called by', (name) => {
    const sentences = TITLES.flatMap((title) => PERSON_SENTENCES.map((say) => say(`${title} ${name}`, name)));
    expect(alarms(sentences)).toEqual([]);
  });

  it('no ward of today, no unit or district of before', () => {
    const units = [
      ...column('units.csv', 3),
      ...[0, 1, 2, 5].flatMap((index) => column('former-units.csv', index)),
    ].filter((name) => name !== '');
    const places = [...new Set(units.flatMap((name) => [name, withoutKind(name)]))];
    expect(places.length).toBeGreaterThan(3_000);
    expect(alarms(places.flatMap((place) => PLACE_SENTENCES.map((say) => say(place))))).toEqual([]);
  });

  it('no street, crossing, market, bridge', () => {
    expect(alarms(STREETS.flatMap((street) => PLACE_SENTENCES.map((say) => say(street))))).toEqual([]);
  });

  it.each([
    'ong hang xom hiep be gai',
    'no hiep em gai toi',
    'anh Hiep bi chem',
    'o Tam Hiep co chay',
    'nha chi Vui bi xi gas',
    'duong ong gas ro ri',
    'tho ho nga tu tren cao xuong',
    'thợ hồ ngã từ giàn giáo',
    'em be phong nuoc soi',
    'anh Cam cam dao doa giet',
    'xin vui long cu nguoi, chay nha',
  ])('and hide none: %s', (words) => {
    expect(detectBoundary(words).boundary).toBe('emergency');
  });

  it.each(['anh Tham ke toan tham o tien quy', 'ba Tham tham o'])('nor what somebody took: %s', (words) => {
    expect(detectBoundary(words).boundary).toBe('denunciation');
  });
});
