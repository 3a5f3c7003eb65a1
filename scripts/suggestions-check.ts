/**
 * `npm run -s suggestions:check`: how often the category of a line of the corpus is the first one suggested,
 * or among three. For the lines rules are tuned on the misses are listed; of the lines held out only the
 * counts are printed, so that looking at the figures teaches nothing about the lines.
 * `-- --tuning`: without the held-out lines, for whoever is tuning.
 * `-- --development`: the development lines only, with their misses and what the boundary rules hear in them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { detectBoundary } from '../src/intake/offline.js';
import { PACKAGE_ROOT } from '../src/platform/config/index.js';
import {
  categoryRules,
  EMPTY_MODEL,
  favours,
  learnableRuns,
  loadWords,
  MIN_TEXTS,
  suggestCategories,
  TextModelTrainer,
  type TextModel,
} from '../src/suggestions/offline.js';
import { DEVELOPMENT_FILE, HELD_OUT_FILE, readCorpus, type CorpusLine } from '../test/corpus/read-corpus.js';

const { values } = parseArgs({ options: { tuning: { type: 'boolean' }, development: { type: 'boolean' } } });
const directory = process.env['PROVINCE_DIR'] ?? join(PACKAGE_ROOT, 'provinces', 'dong-nai');
const categories = categoriesOf(directory);
const rules = categoryRules(categories, loadWords(directory).phrases);
const tuning = readCorpus();

if (values.development === true) {
  const development = readCorpus(DEVELOPMENT_FILE);
  print('Phần để thử', development, () => EMPTY_MODEL, 'chỉ quy tắc', true);
  print(
    'Phần để thử',
    development,
    (line) => modelOf(development.filter((other) => other !== line)),
    'học từ các dòng còn lại',
    true,
  );
  printBoundary('Phần để thử', development);
  process.exit();
}

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

function categoriesOf(province: string): { code: string; name: string; slaClass: string }[] {
  const rows: Record<string, string>[] = parse(readFileSync(join(province, 'categories.csv')), {
    columns: true,
    bom: true,
  });
  return rows.map(({ code = '', name = '', sla_class: slaClass = '' }) => ({ code, name, slaClass }));
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
    const offered = suggestCategories(rules, model(line), line.words, favours(categories, detectBoundary(line.words)));
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

function printBoundary(part: string, lines: readonly CorpusLine[]): void {
  const heard = lines.map((line) => ({ line, ...detectBoundary(line.words) }));
  const wrong = heard.filter(({ line, boundary }) => boundary !== line.expected.boundary);
  const missed = wrong.filter(({ boundary }) => boundary === 'ordinary').length;
  const alarms = wrong.filter(({ line }) => line.expected.boundary === 'ordinary').length;
  const right = share(lines.length - wrong.length, lines.length);
  console.log(`${part}, ranh giới: đúng ${right}, bỏ sót ${missed}, báo động nhầm ${alarms}`);
  for (const { line, boundary, because } of wrong)
    console.log(`  ${line.externalId} ${line.expected.boundary}: ${boundary} (${because.join(', ')})`);
}

function share(count: number, of: number): string {
  return `${count} (${((100 * count) / of).toFixed(1)} %)`;
}
