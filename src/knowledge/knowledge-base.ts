import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import type { CommandContext } from '../identity/index.js';
import { Clock, newId, Problem } from '../kernel/index.js';
import { ConcurrentChange, Idempotency, isUniqueViolation, managerOf, Reader } from '../platform/database/index.js';
import { Catalog } from '../routing/index.js';
import { isOffered } from './domain/standing.js';
import { KnowledgeUseRow, KnowledgeVersionRow } from './entities.js';
import { KnowledgeMemory, type ArticleHead } from './knowledge-memory.js';

/** An article as the search shows it. */
export interface FoundArticle {
  readonly id: string;
  readonly title: string;
  readonly excerpt: string;
  /** Its day of review is past: to be read out with care. */
  readonly reviewDue: boolean;
  /** Invented, not for real use. */
  readonly sample: boolean;
}

/** An article as it is read to a caller: the version that counts today. */
export interface OfferedArticle extends FoundArticle {
  readonly answer: string;
  readonly spoken: string;
  readonly legalBasis: string;
  readonly categoryCodes: readonly string[];
  /** 'YYYY-MM-DD' */
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly reviewOn: string;
  readonly ownerAgencyCode: string;
}

export interface SearchInput {
  readonly text: string;
  /** With no words: those of this category; null: of none. */
  readonly categoryCode: string | null;
  readonly limit: number;
}

/** What became of a question. */
export interface KnowledgeUse {
  /** null: nothing was found. */
  readonly articleId: string | null;
  /** Of the contact the question came with; null: none is recorded. */
  readonly contactId: string | null;
  readonly enough: boolean;
  /** What was typed; only phrases the base itself has are kept. */
  readonly text: string;
  readonly categoryCode: string | null;
}

const HIDDEN = 'Không tìm thấy bài này.';

/** Answers for whoever has a caller on the line: only what is in force today. */
@Injectable()
export class KnowledgeBase {
  constructor(
    private readonly memory: KnowledgeMemory,
    private readonly reader: Reader,
    private readonly idempotency: Idempotency,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly clock: Clock,
  ) {}

  /** The best articles first. In memory: asks no database. */
  search({ text, categoryCode, limit }: SearchInput): FoundArticle[] {
    const today = this.directory.today();
    const offered = (head: ArticleHead): boolean => head.counting !== null && isOffered(head.counting, today);
    const found =
      text.trim() === ''
        ? this.ofCategory(categoryCode, offered).slice(0, limit)
        : this.memory.search(text, limit, offered);
    return found.map((head) => foundOf(head, today));
  }

  /** @throws Problem `not-found` for one that is not in force today. */
  async article(id: string): Promise<OfferedArticle> {
    const today = this.directory.today();
    const head = this.memory.head(id);
    const counting = head?.counting ?? null;
    if (head === null || counting === null || !isOffered(counting, today)) throw Problem.notFound(HIDDEN);
    const { number } = counting;
    const version = await this.reader.manager.findOneBy(KnowledgeVersionRow, { articleId: id, number });
    if (version === null) throw Problem.notFound(HIDDEN);
    const { title, answer, spoken, legalBasis, validFrom, validTo } = version;
    const { categoryCodes, reviewOn, ownerAgencyCode } = head;
    return {
      ...foundOf(head, today),
      title,
      answer,
      spoken,
      legalBasis,
      categoryCodes,
      validFrom,
      validTo,
      reviewOn,
      ownerAgencyCode,
    };
  }

  /** Whether an article may be named as what a contact was answered with. */
  offers(id: string): boolean {
    const counting = this.memory.head(id)?.counting ?? null;
    return counting !== null && isOffered(counting, this.directory.today());
  }

  /**
   * Notes that an article was used, and whether it was enough; or that none was found. Once for a contact and an
   * article, however often it is said.
   * @throws Problem `invalid-input` for an article or a category that does not exist.
   */
  async recordUse(use: KnowledgeUse, ctx: CommandContext): Promise<{ readonly id: string }> {
    const { principal } = ctx;
    if (principal.kind !== 'staff') throw Problem.notFound(HIDDEN);
    const { articleId, contactId, enough, categoryCode } = use;
    if (articleId === null && enough)
      throw Problem.invalid([{ field: 'articleId', message: 'Xin chọn bài đã trả lời.' }]);
    if (articleId !== null && this.memory.head(articleId) === null)
      throw Problem.invalid([{ field: 'articleId', message: HIDDEN }]);
    if (categoryCode !== null && this.catalog.category(categoryCode) === null)
      throw Problem.invalid([
        { field: 'categoryCode', message: 'Không có loại việc này. Xin chọn lại trong danh sách.' },
      ]);
    const row: KnowledgeUseRow = {
      id: newId(),
      articleId,
      contactId,
      accountId: principal.accountId,
      enough,
      categoryCode,
      phrases: this.memory.phrasesIn(use.text).slice(0, 200),
      usedAt: this.clock.now(),
    };
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      if (articleId !== null && contactId !== null) {
        const said = await manager.findOneBy(KnowledgeUseRow, { articleId, contactId });
        if (said !== null) {
          await manager.update(KnowledgeUseRow, { id: said.id }, { enough });
          return { id: said.id };
        }
      }
      try {
        await manager.insert(KnowledgeUseRow, row);
      } catch (error) {
        // Said at the same instant by another request: the next try finds it.
        throw isUniqueViolation(error) ? new ConcurrentChange('the use was noted meanwhile') : error;
      }
      return { id: row.id };
    });
  }

  private ofCategory(categoryCode: string | null, offered: (head: ArticleHead) => boolean): ArticleHead[] {
    if (categoryCode === null) return [];
    return [...this.memory.all()]
      .filter((head) => head.categoryCodes.includes(categoryCode) && offered(head))
      .sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  }
}

function foundOf({ id, title, excerpt, reviewOn, sample }: ArticleHead, today: string): FoundArticle {
  return { id, title, excerpt, reviewDue: reviewOn <= today, sample };
}
