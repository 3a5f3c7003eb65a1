import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Messages } from './messages.js';

const folder = mkdtempSync(join(tmpdir(), 'messages-'));
const path = join(folder, 'en.json');
writeFileSync(
  path,
  JSON.stringify({
    texts: ['a.b'],
    messages: {
      'Xin ghi tên.': 'Please give your name.',
      'Mã còn thiếu {count} số (x).': 'The code lacks {count} digits.',
      'Xin gọi {count}.': 'Call {count}.',
    },
  }),
);
const messages = Messages.load(path).with({ 'Tên: {names}.': 'Names: {names}.' });
rmSync(folder, { recursive: true });

it.each([
  ['Xin ghi tên.', 'Please give your name.'],
  ['Xin ghi tên', 'Please give your name'],
  ['Mã còn thiếu 3 số (x).', 'The code lacks 3 digits.'],
  ['Mã còn thiếu 3 số (x)', 'The code lacks 3 digits'],
  ['Mã còn thiếu 3 số x.', null],
  ['Xin ghi tên. Xin gọi 1022.', 'Please give your name. Call 1022.'],
  ['Xin ghi tên. Xin đợi.', null],
  ['Tên: Tân An, Long Thành.', 'Names: Tân An, Long Thành.'],
  ['Xin đợi.', null],
  ['', null],
])('%s', (said, meant) => expect(messages.of(said)).toBe(meant));

it('of a language that has none are none', () => {
  expect(Messages.load(join(folder, 'none.json'))).toBe(Messages.NONE);
  expect(messages.keys).toEqual(['a.b']);
});
