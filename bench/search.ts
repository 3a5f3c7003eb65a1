/** Searching and reading what is published, at 10 thousand and a million items. See README.md here. */
import { statSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { DURABLE, startMariadb } from '../scripts/test/mariadb.js';
import { findPrograms, Missing } from '../scripts/test/requirements.js';
import { managerOf, type Reader } from '../src/platform/database/index.js';
import { PublishedItemRow } from '../src/publication/entities.js';
import { PostingCache } from '../src/publication/posting-cache.js';
import { PublishedItems } from '../src/publication/published-items.js';
import { PublishedSearch } from '../src/publication/published-search.js';
import { startBarePage } from './bare-page.js';
import { measure } from './intake.js';
import { codedItems, fillPublished, type Filled } from './published-filling.js';
import { itemCode, PublishedTexts } from './published-texts.js';
import { SEARCH_QUERIES } from './search-queries.js';
import { newPlace, remove, startService, type Place } from './service.js';

const LARGE = Number(process.env['BENCH_PUBLISHED'] ?? 1_000_000);
const SMALL = Math.min(LARGE, 10_000);
const ROUNDS = 20;
const PAGES = 600;
/** A service that has just started is not what people read from. */
const WARM_UP = 400;
const CONNECTIONS = 8;
const SECONDS = 6;
const AIM_SEARCH_MS = 50;
const AIM_PAGE_MS = 20;

type Figures = Map<string, readonly number[]>;

interface Engine {
  readonly name: string;
  place(count: number): Promise<Place>;
  /** Bytes of the table of items and of the index. */
  size(place: Place, reader: Reader): Promise<{ readonly items: number; readonly index: number }>;
}

export async function benchSearch(): Promise<void> {
  console.log(
    `\npublished items: ${SEARCH_QUERIES.length} searches, each ${ROUNDS} times; aims for 99 %: search ${AIM_SEARCH_MS} ms, lists and items ${AIM_PAGE_MS} ms and at most twice the small one\n`,
  );
  const only = process.env['BENCH_ENGINE'];
  if (only !== 'mariadb') await onEngine(sqlite);
  if (only !== 'sqlite') await onMariadb();
}

const sqlite: Engine = {
  name: 'SQLite',
  place: async () => newPlace(null),
  size: async ({ dataDir }, reader) => {
    const all = statSync(join(dataDir, 'pakn.sqlite')).size;
    const [row] = await reader.manager.query<{ bytes: number }[]>(
      `select sum(length(term) + length(documents) + 8) as bytes from published_posting`,
    );
    return { items: all, index: row?.bytes ?? NaN };
  },
};

async function onMariadb(): Promise<void> {
  const { mariadbd } = await findPrograms({ mariadb: true, chromium: false });
  if (mariadbd === null) throw new Missing('The bench needs mariadbd.');
  const settings = [...DURABLE, '--innodb-buffer-pool-size=4G', '--innodb-log-file-size=1G'];
  const server = await startMariadb(mariadbd, { settings, inMemory: false });
  try {
    await onEngine({
      name: server.version,
      place: async (count) => {
        const name = `published_${String(count)}`;
        const connection = await createConnection({ uri: server.url });
        await connection.query(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci`);
        await connection.end();
        return newPlace(`${server.url}${name}`);
      },
      size: async (_, reader) => {
        const rows = await reader.manager.query<{ name: string; bytes: string }[]>(
          `select table_name as name, data_length + index_length as bytes from information_schema.tables where table_schema = database()`,
        );
        const of = (table: string): number => Number(rows.find(({ name }) => name === table)?.bytes ?? NaN);
        return { items: of('published_item'), index: of('published_posting') + of('published_document') };
      },
    });
  } finally {
    await server.stop();
  }
}

async function onEngine(engine: Engine): Promise<void> {
  const small = await atSize(engine, SMALL);
  const large = LARGE > SMALL ? await atSize(engine, LARGE) : small;
  const thousand = (count: number): string => (count >= 1_000_000 ? `${count / 1_000_000} M` : `${count / 1000} k`);
  console.log(`\n${engine.name}; service, load and database share the machine`);
  line('', thousand(SMALL), '', thousand(LARGE), '', '', '99 %');
  line('', 'middle, ms', '99 %, ms', 'middle, ms', '99 %, ms', 'longest', 'ratio');
  for (const [name, times] of large.figures) {
    const before = small.figures.get(name) ?? [];
    const ratio = (quantile(times, 0.99) / quantile(before, 0.99)).toFixed(1);
    const cells = [
      quantile(before, 0.5),
      quantile(before, 0.99),
      quantile(times, 0.5),
      quantile(times, 0.99),
      quantile(times, 1),
    ];
    line(name, ...cells.map((ms) => ms.toFixed(1)), ratio);
  }
  for (const note of large.notes) console.log(note);
}

async function atSize(engine: Engine, count: number): Promise<{ figures: Figures; notes: string[] }> {
  const place = await engine.place(count);
  try {
    const filled = await fillPublished(place, count);
    const figures: Figures = new Map();
    const notes: string[] = [];
    try {
      const { items, index } = await engine.size(place, filled.reader);
      const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
      notes.push(
        `${filled.items.toLocaleString('en')} items: ${filled.own.toLocaleString('en')} written in ${filled.rowsSeconds.toFixed(0)} s and indexed in ${filled.indexSeconds.toFixed(0)} s, copied in ${filled.copySeconds.toFixed(0)} s; ${mb(items)}, of the index ${mb(index)}.`,
      );
      await searches(filled, figures, notes);
      await publishing(filled, figures);
    } finally {
      await filled.close();
    }
    await pages(place, filled.items, count === LARGE, figures, notes);
    return { figures, notes };
  } finally {
    remove(place);
  }
}

/** In this process, without HTTP: with every term read from the database, and with what is kept in memory. */
async function searches({ reader }: Filled, figures: Figures, notes: string[]): Promise<void> {
  const fresh = () => new PublishedSearch(reader, new PublishedItems(reader), new PostingCache(reader));
  const kept = fresh();
  const cold: number[] = [];
  const warm: number[] = [];
  const longest = new Map<string, number>();
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const words of SEARCH_QUERIES) {
      const took = await timed(() => fresh().find({ words }));
      const again = await timed(() => kept.find({ words }));
      if (round === 0) continue;
      cold.push(took);
      warm.push(again);
      longest.set(words, Math.max(took, longest.get(words) ?? 0));
    }
  figures.set('search, everything read from the database', sorted(cold));
  figures.set('search, common words kept in memory', sorted(warm));
  const next: number[] = [];
  for (const words of SEARCH_QUERIES) {
    let cursor: string | null = null;
    for (let page = 0; page < 5; page += 1) {
      const from = performance.now();
      const found: Awaited<ReturnType<PublishedSearch['find']>> = await kept.find({ words }, { cursor });
      next.push(performance.now() - from);
      cursor = found.next;
      if (cursor === null) break;
    }
  }
  figures.set('search, five pages on', sorted(next));
  const worst = [...longest].sort((a, b) => b[1] - a[1]).slice(0, 3);
  const totals = await Promise.all(
    ['đường', 'nuoc', '"ổ gà"', 'kim tự tháp'].map(
      async (words) => `${words} ${((await kept.find({ words })).total ?? NaN).toLocaleString('en')}`,
    ),
  );
  notes.push(
    `Slowest: ${worst.map(([words, ms]) => `${words} ${ms.toFixed(1)} ms`).join(', ')}. Hits: ${totals.join(', ')}.`,
  );
}

/** What it costs to put one more item into the index: in one unit of work, the row itself left out. */
async function publishing({ index, unitOfWork, items }: Filled, figures: Figures): Promise<void> {
  const texts = new PublishedTexts(items);
  const times: number[] = [];
  for (let at = 0; at < 100; at += 1) {
    const item: PublishedItemRow = { ...texts.row(items + at), ticketId: `02${String(at).padStart(24, '0')}` };
    await unitOfWork.run((transaction) => managerOf(transaction).insert(PublishedItemRow, item));
    times.push(await timed(() => unitOfWork.run((transaction) => index.put(transaction, null, item))));
  }
  figures.set('one more item put into the index', sorted(times));
}

/** Over HTTP, one request after the other, then as many as eight connections get; beside it the bare page. */
async function pages(place: Place, count: number, compared: boolean, figures: Figures, notes: string[]): Promise<void> {
  const service = await startService(place);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    const ask = async (path: string): Promise<string> => {
      const { status, body } = await read(`${service.url}${path}`, agent);
      if (status !== 200) throw new Error(`${path}: ${status}`);
      return body;
    };
    const lists = await listPaths(ask);
    const coded = codedItems(count);
    const code = (at: number): string => itemCode(coded[at % coded.length] ?? 0);
    const kinds: [string, (at: number) => string][] = [
      ['page: list, filters, next pages', (at) => lists[at % lists.length] ?? '/'],
      ['page: one item', (at) => `/da-cong-khai/${code(at)}`],
      [
        'page: search',
        (at) => `/da-cong-khai?q=${encodeURIComponent(SEARCH_QUERIES[at % SEARCH_QUERIES.length] ?? '')}`,
      ],
      ['page: home', () => '/'],
    ];
    for (const [name, path] of kinds) {
      const times: number[] = [];
      for (let at = -WARM_UP; at < PAGES; at += 1) {
        const took = await timed(() => ask(path(Math.abs(at))));
        if (at >= 0) times.push(took);
      }
      figures.set(name, sorted(times));
    }
    if (!compared) return;
    const bare = await startBarePage();
    try {
      const rate = (url: (at: number) => string) => {
        let at = 0;
        return measure(CONNECTIONS, SECONDS, async () => (await read(url((at += 1)), agent)).status === 200);
      };
      const before = await rate(() => bare.url);
      const list = await rate(() => `${service.url}/da-cong-khai`);
      const item = await rate((number) => `${service.url}/da-cong-khai/${code(number)}`);
      const search = await rate((number) => `${service.url}${kinds[2]?.[1](number) ?? ''}`);
      const after = await rate(() => bare.url);
      const raw = (before.perSecond + after.perSecond) / 2;
      const share = ({ perSecond }: { perSecond: number }): string =>
        `${perSecond.toFixed(0)} (${(perSecond / raw).toFixed(2)})`;
      notes.push(
        `Pages a second, ${CONNECTIONS} connections, and as a share of a bare Express page of the same template (${raw.toFixed(0)}): list ${share(list)}, items ${share(item)}, searches ${share(search)}.`,
      );
    } finally {
      await bare.stop();
    }
  } finally {
    agent.destroy();
    await service.stop();
  }
}

/** Lists as people open them: all, by ward, field, agency, several at once, a period; and the pages after. */
async function listPaths(ask: (path: string) => Promise<string>): Promise<string[]> {
  const first = await ask('/da-cong-khai');
  const options = (name: string): string[] => {
    const select = new RegExp(`<select[^>]*name="${name}"[\\s\\S]*?</select>`).exec(first)?.[0] ?? '';
    return [...select.matchAll(/<option value="([^"]+)"/g)].map(([, value]) => value ?? '').slice(0, 20);
  };
  const [wards, fields, agencies] = [options('phuong'), options('linh-vuc'), options('don-vi')];
  const begin = [
    '/da-cong-khai',
    '/da-cong-khai?sap-xep=cu',
    ...wards.map((ward) => `/da-cong-khai?phuong=${ward}`),
    ...fields.map((field) => `/da-cong-khai?linh-vuc=${field}`),
    ...agencies.map((agency) => `/da-cong-khai?don-vi=${agency}`),
    ...wards.map(
      (ward, at) => `/da-cong-khai?phuong=${ward}&linh-vuc=${fields[at % fields.length] ?? ''}&ket-qua=tre-han`,
    ),
    ...Array.from({ length: 10 }, (_, at) => `/da-cong-khai?tu-ngay=${2017 + at}-03-01&den-ngay=${2017 + at}-09-30`),
  ];
  const paths: string[] = [];
  for (const path of begin) {
    let next: string | undefined = path;
    for (let page = 0; page < 3 && next !== undefined; page += 1) {
      paths.push(next);
      next = /rel="next" href="([^"]+)"/
        .exec(await ask(next))?.[1]
        ?.replaceAll('&amp;', '&')
        .replaceAll('&#x3D;', '=');
    }
  }
  return paths;
}

function read(url: string, agent: Agent): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }));
    }).on('error', reject);
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

const sorted = (times: number[]): number[] => times.sort((a, b) => a - b);

function quantile(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
}

function line(name: string, ...cells: string[]): void {
  console.log(`${name.padEnd(46)}${cells.map((cell) => cell.padStart(12)).join('')}`);
}
