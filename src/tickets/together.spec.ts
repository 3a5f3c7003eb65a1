import { describe, expect, it } from '@jest/globals';
import { Problem } from '../kernel/index.js';
import { together } from './together.js';

const wrong = (field: string) => (): never => {
  throw Problem.invalid([{ field, message: `${field}?` }]);
};

describe('checks of one form', () => {
  it('give what each gives', () => {
    expect(together({ ground: () => 'a', files: () => [1] })).toEqual({ ground: 'a', files: [1] });
  });

  it('say everything that is wrong at once', () => {
    const check = (): unknown =>
      together({ ground: wrong('ground'), found: () => 1, words: wrong('words'), agency: wrong('agency') });
    expect(check).toThrow(
      expect.objectContaining({
        kind: 'invalid-input',
        fields: ['ground', 'words', 'agency'].map((field) => ({ field, message: `${field}?` })),
      }),
    );
  });

  it('hide nothing else: what nobody can mend by typing goes through as it is', () => {
    const gone = (): never => {
      throw Problem.notFound('Không có.');
    };
    expect(() => together({ ground: wrong('ground'), gone })).toThrow(expect.objectContaining({ kind: 'not-found' }));
  });
});
