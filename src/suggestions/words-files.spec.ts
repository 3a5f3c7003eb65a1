import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProvinceFilesError } from '../agencies/index.js';
import { loadWords } from './words-files.js';

const DEFAULT = join(process.cwd(), 'provinces', 'dong-nai');
const FILES = ['province.json', 'categories.csv', 'category-words.csv', 'category-scripts.csv'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'words-'));
  for (const file of FILES) cpSync(join(DEFAULT, file), join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function problems(): readonly string[] {
  try {
    loadWords(folder);
  } catch (error) {
    if (error instanceof ProvinceFilesError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('the files of words and scripts', () => {
  it('are read whole, a script for every category', () => {
    const { phrases, scripts } = loadWords(folder);
    expect(phrases.length).toBeGreaterThan(5_000);
    expect(scripts).toHaveLength(50);
    expect(scripts.every(({ questions, tell }) => questions.length > 0 && tell !== '')).toBe(true);
  });

  it('may both be missing', () => {
    for (const file of FILES.slice(2)) rmSync(join(folder, file));
    expect(loadWords(folder)).toEqual({ phrases: [], scripts: [] });
  });

  it.each([
    ['category-words.csv', 'khong-co,ổ gà,5', 'category'],
    ['category-words.csv', 'mt-rac,* rác,5', 'phrase'],
    ['category-words.csv', 'mt-rac,rác!,5', 'phrase'],
    ['category-words.csv', 'mt-rac,rác mới,0', 'weight'],
    ['category-words.csv', 'mt-rac,rác mới,12', 'weight'],
    ['category-words.csv', 'mt-rac,rác mới,nhiều', 'weight'],
    ['category-scripts.csv', 'khong-co,Ở đâu?,Đã ghi nhận.', 'category'],
    ['category-scripts.csv', 'mt-rac,Ở đâu?,Đã ghi nhận.', 'category'],
  ])('%s with the line %s: says which line and which field', (file, line, field) => {
    appendFileSync(join(folder, file), `${line}\n`);
    const [first, ...others] = problems();
    expect(first).toMatch(new RegExp(`^${file.replace('.', '\\.')}.*\\b\\d+.*${field}`, 'u'));
    expect(others).toEqual([]);
  });

  it('says everything that is wrong at once', () => {
    appendFileSync(join(folder, 'category-words.csv'), 'mt-rac,rác!,0\n');
    appendFileSync(join(folder, 'category-scripts.csv'), 'khong-co,,\n');
    expect(problems().length).toBeGreaterThanOrEqual(4);
  });
});
