import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Province } from '../agencies/index.js';
import { Clock, newId } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { insertMany, managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import { Catalog } from '../routing/index.js';
import { articleErrors, cleanArticle } from './domain/article-text.js';
import { KnowledgeArticleRow, KnowledgeVersionRow } from './entities.js';
import { nextRevision } from './knowledge-editing.js';
import { KnowledgeMemory } from './knowledge-memory.js';

const FILE = 'knowledge.jsonl';
const VALID_FROM = '2025-07-01';
/** So long after they are loaded the samples ask to be looked at again. */
const REVIEW_AFTER_MS = 180 * 86_400_000;

const lineSchema = z.strictObject({
  title: z.string(),
  answer: z.string(),
  spoken: z.string(),
  legalBasis: z.string(),
  keywords: z.array(z.string()),
  categories: z.array(z.string()),
});

/** Sample articles to try the service with, marked as such. There are none in production. */
@Injectable()
export class KnowledgeSamples {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly memory: KnowledgeMemory,
    private readonly catalog: Catalog,
    private readonly province: Province,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Loads the samples of the province into a base that has no article yet.
   * @returns how many were loaded.
   * @throws Error in production, or when a line of the file is wrong.
   */
  async ensure(): Promise<number> {
    if (this.config.env === 'production') throw new Error('There are no sample articles in production.');
    const file = join(this.config.provinceDir, FILE);
    if (!existsSync(file) || (await this.reader.manager.count(KnowledgeArticleRow)) > 0) return 0;
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const now = this.clock.now();
    const reviewOn = new Date(now.getTime() + REVIEW_AFTER_MS).toISOString().slice(0, 10);
    const read = lines.map((line, index) => this.read(line, index + 1, reviewOn));
    await this.unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      const revision = await nextRevision(manager);
      const articles = read.map(({ categories }) => ({
        id: newId(),
        ownerAgencyCode: this.province.centreAgency,
        ownerAccountId: null,
        categoryCodes: categories,
        reviewOn,
        sample: true,
        version: 1,
        revision,
        createdAt: now,
        updatedAt: now,
      }));
      await insertMany(manager, KnowledgeArticleRow, articles);
      const versions = read.map(({ text }, index) => ({
        id: newId(),
        articleId: articles[index]?.id ?? '',
        number: 1,
        state: 'approved',
        title: text.title,
        answer: text.answer,
        spoken: text.spoken,
        legalBasis: text.legalBasis,
        keywords: text.keywords,
        validFrom: text.validFrom,
        validTo: null,
        writerIds: [],
        writtenAt: now,
        approvedBy: null,
        approvedAt: null,
        endedBy: null,
        endedAt: null,
        endedBecause: null,
      }));
      await insertMany(manager, KnowledgeVersionRow, versions);
    });
    await this.memory.refresh();
    return read.length;
  }

  private read(line: string, number: number, reviewOn: string) {
    const { categories, keywords, ...parts } = lineSchema.parse(JSON.parse(line));
    const text = cleanArticle({
      ...parts,
      keywords: keywords.join('\n'),
      validFrom: VALID_FROM,
      validTo: '',
      reviewOn,
    });
    const wrong = [
      ...articleErrors(text).map(({ field, message }) => `${field}: ${message}`),
      ...categories.filter((code) => this.catalog.category(code) === null),
    ];
    if (wrong.length > 0) throw new Error(`${FILE}, line ${String(number)}: ${wrong.join('; ')}`);
    return { text, categories };
  }
}
