/**
 * `npm run -s suggestions:check`: how often the category of a line of the corpus is the first one suggested,
 * or among three. For the lines rules are tuned on the misses are listed; of the lines held out only the
 * counts are printed, so that looking at the figures teaches nothing about the lines.
 * `-- --tuning`: without the held-out lines, for whoever is tuning.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { PACKAGE_ROOT } from '../src/platform/config/index.js';
import {
  categoryRules,
  EMPTY_MODEL,
  learnableRuns,
  loadWords,
  MIN_TEXTS,
  suggestCategories,
  TextModelTrainer,
  type CategoryRules,
  type TextModel,
} from '../src/suggestions/offline.js';
import { HELD_OUT_FILE, readCorpus, type CorpusLine } from '../test/corpus/read-corpus.js';

const { values } = parseArgs({ options: { tuning: { type: 'boolean' } } });
const directory = process.env['PROVINCE_DIR'] ?? join(PACKAGE_ROOT, 'provinces', 'dong-nai');
const rules = rulesOf(directory);
const tuning = readCorpus();

print('Phần để chỉnh quy tắc', tuning, () => EMPTY_MODEL, 'chỉ quy tắc', true);
print(
  'Phần để chỉnh quy tắc',
  tuning,
  (line) => modelOf(tuning.filter((other) => other !== line)),
  'học từ các dòng còn lại',
  true,
);
if (values.tuning !== true) {
  const heldOut = readCorpus(HELD_OUT_FILE);
  const learnt = modelOf(tuning);
  print('Phần để riêng', heldOut, () => EMPTY_MODEL, 'chỉ quy tắc', false);
  print('Phần để riêng', heldOut, () => learnt, 'học từ phần để chỉnh', false);
}

function rulesOf(province: string): CategoryRules {
  const rows: Record<string, string>[] = parse(readFileSync(join(province, 'categories.csv')), {
    columns: true,
    bom: true,
  });
  const categories = rows.map(({ code = '', name = '' }) => ({ code, name }));
  return categoryRules(categories, loadWords(province).phrases);
}

function modelOf(lines: readonly CorpusLine[]): TextModel {
  const trainer = new TextModelTrainer(MIN_TEXTS);
  for (const { words, expected } of lines) trainer.add({ category: expected.category, runs: learnableRuns(words) });
  return trainer.model();
}

function print(
  part: string,
  lines: readonly CorpusLine[],
  model: (line: CorpusLine) => TextModel,
  how: string,
  named: boolean,
): void {
  const results = lines.map((line) => {
    const offered = suggestCategories(rules, model(line), line.words);
    return { line, offered, place: offered.findIndex(({ code }) => code === line.expected.category) };
  });
  const first = results.filter(({ place }) => place === 0).length;
  const amongThree = results.filter(({ place }) => place >= 0).length;
  console.log(
    `${part} (${lines.length} dòng), ${how}: đúng ngay ${share(first, lines.length)}, trong ba gợi ý ${share(amongThree, lines.length)}`,
  );
  if (!named) return;
  for (const { line, offered, place } of results.filter((result) => result.place !== 0)) {
    const got = offered.map(({ code, score }) => `${code} ${score.toFixed(2)}`).join(', ');
    console.log(`  ${place < 0 ? '–' : String(place + 1)} ${line.externalId} ${line.expected.category}: ${got}`);
  }
}

function share(count: number, of: number): string {
  return `${count} (${((100 * count) / of).toFixed(1)} %)`;
}
