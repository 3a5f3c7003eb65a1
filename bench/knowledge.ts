/**
 * Finding an answer while a caller speaks: the index of the knowledge base in memory on 5,000 articles, beside a bare
 * LIKE on the same texts in SQLite, folded beforehand. See README.md here.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { fold } from '../src/kernel/index.js';
import { SearchIndex } from '../src/knowledge/domain/search-index.js';
import { PACKAGE_ROOT } from '../src/platform/config/index.js';

const ARTICLES = 5_000;
const ROUNDS = 20;
const LIMIT = 8;

/** The little of better-sqlite3 that is used here; it ships no types. */
interface Sqlite {
  prepare(sql: string): { all(...values: readonly string[]): unknown[]; run(...values: readonly string[]): unknown };
  transaction(work: () => void): () => void;
  close(): void;
}
const open = createRequire(import.meta.url)('better-sqlite3') as new (file: string) => Sqlite;

interface Text {
  readonly title: string;
  readonly keywords: string;
  readonly body: string;
}

/** What callers ask, typed letter by letter as an operator types it. */
const QUESTIONS = [
  'làm giấy khai sinh cho bé cần gì',
  'cccd het han',
  'dang ky tam tru',
  'sang tên sổ đỏ',
  'giay xac nhan doc than',
  'đổi bằng lái xe b2',
  'hồ sơ trễ hẹn',
  'bị lừa chuyển khoản',
];

export function benchKnowledge(): void {
  const texts = articles();
  const index = new SearchIndex<number>();
  const began = performance.now();
  for (const [id, text] of texts.entries()) index.put(String(id), id, text);
  const filled = performance.now() - began;
  const database = new open(':memory:');
  database.prepare('create table article (id integer primary key, folded text)').run();
  const insert = database.prepare('insert into article (folded) values (?)');
  database.transaction(() => {
    for (const { title, keywords, body } of texts) insert.run(fold(`${title} ${keywords} ${body}`));
  })();

  const typed = QUESTIONS.flatMap((question) =>
    Array.from({ length: question.length }, (_, at) => question.slice(0, at + 1)),
  ).filter((text) => fold(text) !== '');
  // The first round warms up.
  const ours = measure(typed, (text) => index.search(text, LIMIT));
  const like = measure(typed, (text) => {
    const words = fold(text).split(' ');
    const where = words.map(() => 'folded like ?').join(' and ');
    return database
      .prepare(`select id from article where ${where} limit ${LIMIT}`)
      .all(...words.map((word) => `%${word}%`));
  });
  let at = 0;
  const changed = measure(typed, () => index.put(String(++at % ARTICLES), at % ARTICLES, texts[at % ARTICLES] as Text));
  database.close();

  const line = (name: string, ...cells: string[]): void =>
    console.log(`${name.padEnd(44)}${cells.map((cell) => cell.padStart(16)).join('')}`);
  console.log(`\nknowledge base, ${ARTICLES.toLocaleString('en')} articles, questions letter by letter, one core\n`);
  line('', 'middle, ms', '99 %, ms', 'longest, ms');
  for (const [name, times] of [
    ['search, ranked, accents and abbreviations', ours],
    ['bare LIKE for every word, first rows, SQLite', like],
    ['one article changed', changed],
  ] as const)
    line(name, ...[0.5, 0.99, 1].map((share) => quantile(times, share).toFixed(2)));
  console.log(`All articles put into memory: ${filled.toFixed(0)} ms.`);
}

/** The samples of the province, each in many variants with words of others. */
function articles(): Text[] {
  const file = join(PACKAGE_ROOT, 'provinces', 'dong-nai', 'knowledge.jsonl');
  const samples = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { title: string; answer: string; spoken: string; keywords: string[] });
  return Array.from({ length: ARTICLES }, (_, at) => {
    const one = samples[at % samples.length];
    const other = samples[(at * 7 + 3) % samples.length];
    if (!one || !other) throw new Error('There are no samples.');
    return {
      title: `${one.title} ${String(at)}`,
      keywords: [...one.keywords, `mục ${String(at)}`].join('\n'),
      body: `${one.answer}\n${other.spoken}`,
    };
  });
}

function measure(texts: readonly string[], act: (text: string) => unknown): number[] {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const text of texts) {
      const from = performance.now();
      act(text);
      if (round > 0) times.push(performance.now() - from);
    }
  return times.sort((a, b) => a - b);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
