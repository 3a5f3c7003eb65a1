import { REDACTION_CLASSES, type RedactionClass, type RedactionLine } from './redaction-corpus.js';

/** Digits of an invented number, in groups: "0900000101" by [4, 3, 3] and " " is "0900 000 101". */
const grouped = (digits: string, groups: readonly number[], between: string): string => {
  let at = 0;
  return groups.map((size) => digits.slice(at, (at += size))).join(between);
};
const SEPARATORS = [' ', '.', '-', '\u00a0', ' . ', ' - '];

function phones(): string[] {
  const mobiles = ['3', '5', '7', '8', '9'].map((prefix) => `0${prefix}00000101`);
  const shapes = [[4, 3, 3], [3, 3, 4], [4, 2, 2, 2], [2, 2, 2, 2, 2], [5, 5], [3, 4, 3]];
  const written = mobiles.flatMap((digits) => [
    digits,
    `+84${digits.slice(1)}`,
    `84${digits.slice(1)}`,
    `+84 ${grouped(digits.slice(1), [3, 3, 3], ' ')}`,
    `+84-${grouped(digits.slice(1), [3, 3, 3], '-')}`,
    `(+84) ${digits.slice(1)}`,
    `(${digits.slice(0, 4)}) ${digits.slice(4)}`,
    ...shapes.flatMap((groups) => SEPARATORS.map((between) => grouped(digits, groups, between))),
    digits.split('').join(' '),
    digits.split('').join('.'),
  ]);
  const landlines = ['02513000018', '02713000018', '02838000018'].flatMap((digits) => [
    digits,
    ...SEPARATORS.flatMap((between) => [grouped(digits, [4, 7], between), grouped(digits, [4, 3, 4], between)]),
    `(${digits.slice(0, 4)}) ${digits.slice(4)}`,
    `(${digits.slice(0, 4)})${digits.slice(4, 7)} ${digits.slice(7)}`,
  ]);
  return [...written, ...landlines];
}

function ids(): string[] {
  const digits = '075000000012';
  return [
    digits,
    ...SEPARATORS.slice(0, 4).flatMap((between) => [
      grouped(digits, [3, 3, 3, 3], between),
      grouped(digits, [4, 4, 4], between),
    ]),
    '271000012',
    '271 000 012',
    '271.000.012',
    '271-000-012',
  ];
}

function plates(): string[] {
  const series = ['60A', '60C', '60H', '93A', '51F', '60LD', '72B'];
  const cars = series.flatMap((one) => [`${one}-000.12`, `${one} 000.12`, `${one}-00012`, `${one}00012`, `${one} 00012`]);
  const bikes = ['60B1', '60F2', '93X3'].flatMap((one) => {
    const [place, row] = [one.slice(0, 2), one.slice(2)];
    return [`${one}-000.12`, `${place}-${row} 000.12`, `${one} 000.12`, `${one}-0012`, `${place}-${row} 0012`];
  });
  return [...cars, ...bikes];
}

function accounts(): string[] {
  const numbers = ['0071000000155', '19030000022615', '100000000154', '0500000158', '68010000159'];
  return numbers.flatMap((digits) => [digits, (digits.match(/.{1,4}/g) ?? []).join(' '), (digits.match(/.{1,4}/g) ?? []).join('.')]);
}

const emails = (): string[] => [
  ...['mau', 'mau.thu', 'mau_thu75', 'mau-thu', 'MauThu', 'm.t.mau+1022'].flatMap((name) =>
    ['example.vn', 'example.com', 'example.com.vn', 'example.edu.vn', 'mail.example.org'].map((at) => `${name}@${at}`),
  ),
  'mau @ example.com',
  'mau@ example.vn',
  'mau (at) example.com',
  'mau[at]example.vn',
];

/** Sentences around a place; those of accounts name what follows, because a bare run of digits may be anything. */
const FRAMES: Readonly<Partial<Record<RedactionClass, { readonly of: () => string[]; readonly in: readonly string[] }>>> = {
  phone: {
    of: phones,
    in: ['{}', 'Gọi {} giúp tôi', 'sđt: {}', 'so dien thoai {} nhe', 'Liên hệ {}, ngày 20/11/2026.', 'anh ấy ({}) hẹn', 'SĐT {} HOẶC 1022'],
  },
  id: { of: ids, in: ['CCCD {}', 'số căn cước {} của tôi', 'cmnd so {} cap 2015', 'CMND/CCCD: {}, cấp ngày 01/02/2021', 'định danh {}.'] },
  plate: { of: plates, in: ['xe {}', 'xe ben biển số {} chạy ẩu', 'bien so {} lan lan', 'BKS {}, màu trắng', 'Xe tải ({}) đổ đất'] },
  account: { of: accounts, in: ['STK {}', 'số tài khoản {} ngân hàng X', 'so tk: {} BIDV', 'tài khoản Vietcombank {}', 'chuyển vào tk {} giúp'] },
  email: { of: emails, in: ['{}', 'mail {} nhé', 'Email: {}, xin trả lời', 'gửi về {}.', '(thư {})'] },
};

/** Every way of writing in every sentence: what nobody would write down by hand, and what rules forget. */
export function redactionFormats(): RedactionLine[] {
  return REDACTION_CLASSES.flatMap((kind) => {
    const { of, in: frames } = FRAMES[kind] ?? { of: () => [], in: [] };
    return of().flatMap((place, nth) =>
      frames.map((frame, which) => {
        const start = frame.indexOf('{}');
        const text = frame.replace('{}', place);
        return { id: `${kind}-${String(nth)}-${String(which)}`, text, places: [{ kind, start, end: start + place.length }] };
      }),
    );
  });
}
