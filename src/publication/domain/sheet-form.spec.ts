import { describe, expect, it } from '@jest/globals';
import { openElsewhere, sheetField, type SheetField, type SheetPhoto } from './redaction-sheet.js';
import { filledSheet } from './sheet-form.js';

const QUESTION = 'Gặp chị Hoa, số 0900 000 101, xe 60A-000.12';
const fields: SheetField[] = [
  sheetField('title', 'Đèn hẻm tắt', null),
  sheetField('question', QUESTION, null),
  sheetField('inCharge', 'Ông Mẫu, 0251 3000 018', null),
];
const photo: SheetPhoto = { id: '01PHOTO', name: 'a.jpg', width: 100, height: 50, shown: false, areas: [] };
const filled = (values: Record<string, string>) => filledSheet(fields, [photo], values);
/** The form as it stands when nothing was touched. */
const untouched = Object.fromEntries(
  fields.flatMap(({ name, marks }) => [
    [`sheet.${name}`, 'yes'],
    ...(marks ?? []).map(({ start, end, kind }) => [`m.${name}.${String(start)}-${String(end)}`, kind]),
  ]),
) as Record<string, string>;

describe('a sheet', () => {
  it('begins with what the automatic pass hides; who is in charge stands open, and what might be hidden is offered', () => {
    const [, question, inCharge] = fields;
    expect(question?.marked).toBe('Gặp chị [đã ẩn: tên người], số [đã ẩn: số điện thoại], xe [đã ẩn: biển số xe]');
    expect(inCharge?.marked).toBe('Ông Mẫu, 0251 3000 018');
    expect(inCharge?.suggested.map(({ kind }) => kind)).toEqual(['name', 'phone']);
  });

  it('draws nothing where words were changed by hand', () => {
    expect(sheetField('question', QUESTION, 'Gặp một người')).toMatchObject({ marks: null, suggested: [] });
  });
});

describe('words that are hidden in vain', () => {
  const of = (...texts: [SheetField['name'], string][]) =>
    openElsewhere(texts.map(([name, text]) => sheetField(name, text, null)));

  it('stand open in another text', () => {
    expect(of(['title', 'Nhà Hoa bị ngập'], ['question', 'Gặp chị Hoa ở đó'], ['inCharge', 'Chị Hoa'])).toEqual([
      { words: 'Hoa', hiddenIn: 'question', openIn: 'title' },
    ]);
  });

  it('are none where each text hides them, or where they say nothing by themselves', () => {
    expect(of(['title', 'Gặp chị Hoa'], ['question', 'chị Hoa gọi 0900 000 101'])).toEqual([]);
    expect(of(['title', 'Tổ 5 bị ngập'], ['question', 'nhà số 5'])).toEqual([]);
  });
});

describe('a form of the sheet', () => {
  it('that was not touched changes nothing', () => {
    const { texts, photos, errors } = filled(untouched);
    expect(errors).toEqual([]);
    expect(fields.map(({ name }) => texts[name])).toEqual(fields.map(({ marked }) => marked));
    expect(photos).toEqual([photo]);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'leaves a place open',
      { 'm.question.33-43': '' },
      'Gặp chị [đã ẩn: tên người], số [đã ẩn: số điện thoại], xe 60A-000.12',
    ],
    [
      'calls a place something else',
      { 'm.question.16-28': 'number' },
      'Gặp chị [đã ẩn: tên người], số [đã ẩn: dãy số], xe [đã ẩn: biển số xe]',
    ],
    [
      'hides words as well',
      { 'add.question': 'xe\nchị', 'addkind.question': 'name' },
      'Gặp [đã ẩn: tên người] [đã ẩn: tên người], số [đã ẩn: số điện thoại], [đã ẩn: tên người] [đã ẩn: biển số xe]',
    ],
    [
      'takes the text as it was typed',
      { 'text.question': 'Gặp một người [đã ẩn: tên người]\r\n' },
      'Gặp một người [đã ẩn: tên người]',
    ],
  ])('%s', (_, values, expected) => {
    const { texts, errors } = filled({ ...untouched, ...values });
    expect(errors).toEqual([]);
    expect(texts.question).toBe(expected);
  });

  it('hides the same words wherever else they stand', () => {
    const { texts, errors } = filled({ ...untouched, 'add.question': 'Gặp', 'add.title': 'hẻm' });
    expect(errors).toEqual([]);
    expect(texts.title).toBe('Đèn [đã ẩn: tên người] tắt');
    const both = filled({ ...untouched, 'add.inCharge': 'Mẫu', 'add.title': 'đèn' });
    expect(both.texts.inCharge).toBe('Ông [đã ẩn: tên người], 0251 3000 018');
    const title = sheetField('title', 'Gặp chị Hoa', null);
    const same = filledSheet([title, ...fields.slice(1)], [], { ...untouched, 'add.question': 'Gặp' });
    expect(same.texts.title).toBe('[đã ẩn: tên người] chị Hoa');
  });

  it('says which words it does not find', () => {
    expect(filled({ ...untouched, 'add.question': 'Bà Tám' }).errors).toEqual([
      { field: 'add.question', message: expect.stringContaining('“Bà Tám”') },
    ]);
  });

  it('does not let a text be emptied', () => {
    expect(filled({ 'text.question': '  ' }).errors).toMatchObject([{ field: 'text.question' }]);
  });

  it.each(['m.question.0-99999', 'm.question.5-5', 'm.question.x-9', 'm.question.9', 'm.nothing.1-2'])(
    'survives %s',
    (name) => {
      const { texts } = filled({ ...untouched, [name]: 'phone' });
      expect(typeof texts.question).toBe('string');
      expect(texts.question).not.toMatch(/0900|Hoa/);
    },
  );

  it('lets a photo out with its areas, in thousandths', () => {
    const areas = {
      'a.01PHOTO.0.x': '10',
      'a.01PHOTO.0.y': '2,5',
      'a.01PHOTO.0.width': '95',
      'a.01PHOTO.0.height': '20',
    };
    const { photos, errors } = filled({ 'photo.01PHOTO': 'yes', 'show.01PHOTO': 'yes', ...areas });
    expect(errors).toEqual([]);
    expect(photos).toEqual([{ ...photo, shown: true, areas: [{ x: 100, y: 25, width: 900, height: 200 }] }]);
  });

  it('wants all four numbers of an area', () => {
    expect(filled({ 'photo.01PHOTO': 'yes', 'a.01PHOTO.0.x': '10' }).errors).toMatchObject([
      { field: 'a.01PHOTO.0.x', message: expect.stringContaining('đủ bốn số') },
    ]);
  });

  it('leaves a photo out whose box is not ticked', () => {
    expect(filledSheet(fields, [{ ...photo, shown: true }], { 'photo.01PHOTO': 'yes' }).photos).toEqual([photo]);
  });
});
