import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Directory } from '../agencies/index.js';
import { Accounts, type Account } from '../identity/index.js';
import { Clock, Problem } from '../kernel/index.js';
import { Reader } from '../platform/database/index.js';
import type { Standing } from './domain/standing.js';
import { KnowledgeArticleRow, KnowledgeUseRow, KnowledgeVersionRow } from './entities.js';
import { KnowledgeMemory, type ArticleHead } from './knowledge-memory.js';

/** Which articles a list shows. `null`: not asked. */
export interface ArticleFilter {
  /** `review`: in force with a day of review that has come; `approval`: a draft waits. */
  readonly group: Standing | 'review' | 'approval' | null;
  readonly ownerAgencyCode: string | null;
}

export interface ArticlePage {
  readonly items: readonly ArticleHead[];
  /** The article after which the next page begins; null: this is the last. */
  readonly next: string | null;
}

/** Everything of one article, for those who see to it. */
export interface WholeArticle {
  readonly article: KnowledgeArticleRow;
  /** The newest first. */
  readonly versions: readonly KnowledgeVersionRow[];
  readonly head: ArticleHead;
  readonly owner: Account | null;
  readonly names: ReadonlyMap<string, string>;
  readonly uses: Uses;
}

/** How often an article was read out lately, and how often that was enough. */
export interface Uses {
  readonly asked: number;
  readonly enough: number;
}

/** What was asked and not, or not enough, answered. */
export interface Gap {
  readonly articleId: string | null;
  readonly title: string | null;
  readonly categoryCode: string | null;
  readonly phrases: string;
  readonly times: number;
  readonly lastAt: Date;
}

const A_PAGE = 30;
const MOST_GAPS = 100;
const DAYS = 90;
const DAY_MS = 86_400_000;
const HIDDEN = 'Không tìm thấy bài này.';

/** The base for those who see to it: lists, versions, what was enough and what is missing. */
@Injectable()
export class KnowledgeLists {
  constructor(
    private readonly memory: KnowledgeMemory,
    private readonly reader: Reader,
    private readonly accounts: Accounts,
    private readonly directory: Directory,
    private readonly clock: Clock,
  ) {}

  /** By title, without accents. @param after the last article of the page before; null: from the beginning. */
  page(filter: ArticleFilter, after: string | null): ArticlePage {
    const fitting = this.fitting(filter).sort(byTitle);
    const last = after === null ? null : this.memory.head(after);
    const rest = last === null ? fitting : fitting.filter((head) => byTitle(head, last) > 0);
    const items = rest.slice(0, A_PAGE);
    return { items, next: rest.length > A_PAGE ? (items.at(-1)?.id ?? null) : null };
  }

  /** All that fits some words, also what is not offered to callers, best first. */
  search(text: string): ArticleHead[] {
    return this.memory.search(text, A_PAGE, () => true);
  }

  /** How many a list would show. */
  count(filter: ArticleFilter): number {
    return this.fitting(filter).length;
  }

  /** Whose day of review has come, of those entrusted to this person, or to the agency without naming anybody. */
  dueFor({ accountId, agencyCode }: { readonly accountId: string; readonly agencyCode: string }): ArticleHead[] {
    return this.fitting({ group: 'review', ownerAgencyCode: agencyCode })
      .filter(({ ownerAccountId }) => ownerAccountId === null || ownerAccountId === accountId)
      .sort(byTitle);
  }

  /** @throws Problem `not-found`. */
  async whole(id: string): Promise<WholeArticle> {
    const { manager } = this.reader;
    const head = this.memory.head(id);
    const [article, versions] = await Promise.all([
      manager.findOneBy(KnowledgeArticleRow, { id }),
      manager.find(KnowledgeVersionRow, { where: { articleId: id }, order: { number: 'DESC' } }),
    ]);
    if (article === null || head === null) throw Problem.notFound(HIDDEN);
    const people = versions.flatMap(({ writerIds, approvedBy, endedBy }) => [...writerIds, approvedBy, endedBy]);
    const [names, owners, uses] = await Promise.all([
      this.accounts.names([...new Set(people.filter((one) => one !== null))]),
      this.accounts.byIds(article.ownerAccountId === null ? [] : [article.ownerAccountId]),
      this.usesOf(id),
    ]);
    return { article, versions, head, owner: owners[0] ?? null, names, uses };
  }

  /** What was not found, or not enough, in the last three months; the most frequent first. */
  async gaps(): Promise<Gap[]> {
    const rows = await this.reader.manager
      .createQueryBuilder(KnowledgeUseRow, 'u')
      .select('u.article_id', 'articleId')
      .addSelect('u.category_code', 'categoryCode')
      .addSelect('u.phrases', 'phrases')
      .addSelect('count(*)', 'times')
      .addSelect('max(u.id)', 'lastId')
      .where('u.enough = :no and u.used_at >= :since', { no: false, since: this.since() })
      .groupBy('u.article_id')
      .addGroupBy('u.category_code')
      .addGroupBy('u.phrases')
      .orderBy('times', 'DESC')
      .addOrderBy('lastId', 'DESC')
      .limit(MOST_GAPS)
      .getRawMany<{
        articleId: string | null;
        categoryCode: string | null;
        phrases: string;
        times: number | string;
        lastId: string;
      }>();
    const ids = rows.map(({ lastId }) => lastId);
    const newest = await this.reader.manager.findBy(KnowledgeUseRow, { id: In(ids) });
    const last = new Map(newest.map(({ id, usedAt }) => [id, usedAt]));
    return rows.map(({ articleId, categoryCode, phrases, times, lastId }) => ({
      articleId,
      title: articleId === null ? null : (this.memory.head(articleId)?.title ?? null),
      categoryCode,
      phrases,
      times: Number(times),
      lastAt: last.get(lastId) ?? this.clock.now(),
    }));
  }

  private async usesOf(articleId: string): Promise<Uses> {
    const row = await this.reader.manager
      .createQueryBuilder(KnowledgeUseRow, 'u')
      .select('count(*)', 'asked')
      .addSelect('coalesce(sum(u.enough), 0)', 'enough')
      .where('u.article_id = :articleId and u.used_at >= :since', { articleId, since: this.since() })
      .getRawOne<{ asked: number | string; enough: number | string }>();
    return { asked: Number(row?.asked ?? 0), enough: Number(row?.enough ?? 0) };
  }

  private since(): Date {
    return new Date(this.clock.now().getTime() - DAYS * DAY_MS);
  }

  private fitting({ group, ownerAgencyCode }: ArticleFilter): ArticleHead[] {
    const today = this.directory.today();
    return [...this.memory.all()].filter((head) => {
      if (ownerAgencyCode !== null && head.ownerAgencyCode !== ownerAgencyCode) return false;
      if (group === null) return true;
      if (group === 'review') return head.standing === 'in_force' && head.reviewOn <= today;
      return group === 'approval' ? head.hasDraft : head.standing === group;
    });
  }
}

function byTitle(a: ArticleHead, b: ArticleHead): number {
  if (a.sortKey !== b.sortKey) return a.sortKey < b.sortKey ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
