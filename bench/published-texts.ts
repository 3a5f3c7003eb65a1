import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { fold } from '../src/kernel/index.js';
import { PACKAGE_ROOT } from '../src/platform/config/index.js';
import { formatTicketCode } from '../src/tickets/domain/ticket-code.js';
import type { PublicStatusRow, PublishedItemRow } from '../src/publication/entities.js';
import { CORPUS_FILE, DEVELOPMENT_FILE, readCorpus } from '../test/corpus/read-corpus.js';

const PROVINCE = join(PACKAGE_ROOT, 'provinces', 'dong-nai');
/** Some people type without accents. */
const PLAIN_IN_A_HUNDRED = 8;
const LATE_IN_A_HUNDRED = 4;
const YEARS = 10;
const END = Date.parse('2026-11-20T10:00:00Z');
const DAY_MS = 86_400_000;

type Row = Readonly<Record<string, string>>;
const csv = (file: string): Row[] => parse(readFileSync(join(PROVINCE, file)), { columns: true });

/**
 * Published items as they may look after ten years: questions and answers of about 120 words, pieced together from
 * the corpus of invented reports and the knowledge base, with streets, numbers and wards, so that neighbours of words
 * are as varied as the words are. The n-th item is always the same.
 */
export class PublishedTexts {
  private readonly asked: string[][];
  private readonly answered: string[][];
  private readonly wards = csv('units.csv').filter(({ province_code: code }) => code === '75');
  private readonly agencies = csv('agencies.csv');
  private readonly categories = csv('categories.csv');
  private seed = 1;

  /** From one publication to the next. */
  readonly stepSeconds: number;

  constructor(private readonly count: number) {
    this.stepSeconds = Math.floor((YEARS * 365 * 86_400) / count);
    const lines = readFileSync(join(PROVINCE, 'knowledge.jsonl'), 'utf8').trim().split('\n');
    this.asked = [CORPUS_FILE, DEVELOPMENT_FILE].flatMap((file) => readCorpus(file).map(({ words }) => wordsOf(words)));
    this.answered = lines.map((line) => wordsOf((JSON.parse(line) as { answer: string }).answer));
  }

  row(number: number): PublishedItemRow {
    this.seed = (number * 48_271 + 11) % 2_147_483_647 || 1;
    const ward = this.one(this.wards);
    const category = this.one(this.categories);
    const agency = this.one(this.agencies);
    // Half of them lie with the ward itself.
    const own = this.below(2) === 0;
    const agencyCode = own ? `UBND-${ward['unit_code'] ?? ''}` : (agency['code'] ?? '');
    const agencyName = own ? `UBND ${ward['unit_name'] ?? ''}` : (agency['short_name'] ?? '');
    const publishedAt = new Date(END - (this.count - number) * this.stepSeconds * 1000);
    const dueAt = new Date(publishedAt.getTime() - DAY_MS);
    const late = this.below(100) < LATE_IN_A_HUNDRED;
    const typed = this.below(100) < PLAIN_IN_A_HUNDRED ? fold : (text: string) => text;
    const street = `đường số ${String(this.below(400))}`;
    const title = typed(`${this.cut(this.asked, 4, 9)} ${street}`);
    const question = typed(
      `${this.cut(this.asked, 12, 24)}. Ở ${street}, ${ward['unit_name'] ?? ''}, ${this.cut(this.asked, 10, 22)}. ${this.cut(this.asked, 8, 20)}.`,
    );
    return {
      ticketId: itemId(number),
      code: itemCode(number),
      ticketVersion: 9,
      answerId: itemId(number),
      title: [{ text: title }],
      question: [{ text: question }],
      answer: {
        found: [{ text: `Đã kiểm tra ngày ${String(1 + this.below(28))}: ${this.cut(this.answered, 10, 25)}.` }],
        done: [{ text: `Đã làm: ${this.cut(this.answered, 10, 25)}, ${this.cut(this.asked, 4, 10)}.` }],
        doneOn: '2026-11-25',
        inCharge: [{ text: 'Bộ phận hạ tầng, 0251 000 0012' }],
        legalBasis: null,
        photos: [],
      },
      channel: 'web',
      categoryCode: category['code'] ?? null,
      categoryName: category['name'] ?? null,
      field: Number(category['field']),
      fieldName: category['field_name'] ?? null,
      wardCode: ward['unit_code'] ?? null,
      wardName: ward['unit_name'] ?? null,
      agencyCode,
      agencyName,
      receivedAt: new Date(publishedAt.getTime() - 4 * DAY_MS),
      dueAt,
      answeredAt: new Date(dueAt.getTime() + (late ? 3 : -3) * 3_600_000),
      publishedAt,
      late,
      holders: [
        {
          agencyCode,
          agencyName,
          fromAt: dueAt.toISOString(),
          untilAt: publishedAt.toISOString(),
          workingSeconds: 20_000,
          late,
        },
      ],
      deadline: { sentences: ['Hạn trả lời là 3 ngày làm việc.', 'Hết giờ làm việc thứ Năm là 16:30.'] },
      apology: null,
      commitment: null,
      earlier: null,
      revisedAt: null,
    };
  }

  private cut(texts: readonly string[][], least: number, most: number): string {
    const words = this.one(texts);
    const length = least + this.below(most - least);
    const from = this.below(Math.max(1, words.length - length));
    return words.slice(from, from + length).join(' ');
  }

  private one<T>(some: readonly T[]): T {
    return some[this.below(some.length)] as T;
  }

  private below(limit: number): number {
    this.seed = (this.seed * 48_271) % 2_147_483_647;
    return this.seed % limit;
  }
}

export function statusOf(item: PublishedItemRow): PublicStatusRow {
  const { ticketId, code, ticketVersion, categoryCode, wardCode, agencyCode } = item;
  const { receivedAt, dueAt, answeredAt, publishedAt } = item;
  const known = { ticketId, code, ticketVersion, categoryCode, wardCode, agencyCode };
  const rated = { verySatisfied: 0, satisfied: 1, unsatisfied: 0 };
  return { ...known, state: 'closed', receivedAt, dueAt, answeredAt, publishedAt, reporterCount: 1, ...rated };
}

/** Rises with the number, as ids do with time. */
export const itemId = (number: number): string => `01${String(number).padStart(24, '0')}`;

/** Scattered over the year's codes, and none twice in one year. */
export const itemCode = (number: number): string =>
  formatTicketCode('DN', 2017 + (number % YEARS), (Math.floor(number / YEARS) * 7_368_787) % 10_000_000);

const wordsOf = (text: string): string[] => text.split(/\s+/u).filter(Boolean);
