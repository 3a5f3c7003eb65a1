import { z } from 'zod';
import { codeCell, integerCell, lineCell, ProvinceFiles } from '../agencies/offline.js';
import { MAX_PHRASE, phraseFault, type CategoryPhrase } from './domain/phrase-rules.js';

const CATEGORIES_FILE = 'categories.csv';
const WORDS_FILE = 'category-words.csv';
const SCRIPTS_FILE = 'category-scripts.csv';

const wordSchema = z.object({
  category: codeCell(40),
  phrase: lineCell(MAX_PHRASE).superRefine((phrase, context) => {
    const fault = phraseFault(phrase);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  }),
  weight: integerCell(-9, 9).refine((weight) => weight !== 0, 'phải khác 0'),
});

const scriptSchema = z.object({
  category: codeCell(40),
  questions: lineCell(600),
  tell: lineCell(500),
});

/** What an operator asks and says about a category. */
export interface CategoryScript {
  readonly category: string;
  /** In the order in which they are asked. */
  readonly questions: readonly string[];
  /** What the caller is told, to be read aloud. */
  readonly tell: string;
}

export interface WordsFiles {
  readonly phrases: readonly CategoryPhrase[];
  readonly scripts: readonly CategoryScript[];
}

/** The province's words and scripts. A province without the files has no rules, and no scripts; problems are reported on `files`. */
export function readWords(files: ProvinceFiles): WordsFiles {
  const categories = files.column(CATEGORIES_FILE, 'code') ?? new Set<string>();
  const words = files.has(WORDS_FILE) ? files.csv(WORDS_FILE, wordSchema, ['category', 'phrase']) : [];
  files.checkReferences(words, 'category', categories, 'loại việc');
  const scripts = files.has(SCRIPTS_FILE) ? files.csv(SCRIPTS_FILE, scriptSchema, ['category']) : [];
  files.checkReferences(scripts, 'category', categories, 'loại việc');
  return {
    phrases: words.map(({ value }) => value),
    scripts: scripts.map(({ value: { category, questions, tell } }) => ({
      category,
      questions: questions.split('|').map((question) => question.trim()),
      tell,
    })),
  };
}

/** @throws ProvinceFilesError with every wrong line. */
export function loadWords(directory: string): WordsFiles {
  const files = new ProvinceFiles(directory);
  const words = readWords(files);
  files.throwIfWrong();
  return words;
}
