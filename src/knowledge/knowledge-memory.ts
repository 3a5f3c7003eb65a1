import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { In, MoreThan, type EntityManager } from 'typeorm';
import { Directory } from '../agencies/index.js';
import { fold } from '../kernel/index.js';
import { Reader } from '../platform/database/index.js';
import { Poller } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { Catalog } from '../routing/index.js';
import { KnownPhrases } from './domain/known-phrases.js';
import { SearchIndex } from './domain/search-index.js';
import { countingOn, standingOn, type Standing, type VersionDates } from './domain/standing.js';
import { KnowledgeArticleRow, KnowledgeRevisionRow, KnowledgeVersionRow } from './entities.js';

/** An article without its text, as lists and search results need it. */
export interface ArticleHead {
  readonly id: string;
  /** Of the version that counts; before there is one, of the latest. */
  readonly title: string;
  /** Sorts without accents. */
  readonly sortKey: string;
  /** The first words that are read out. */
  readonly excerpt: string;
  readonly categoryCodes: readonly string[];
  readonly ownerAgencyCode: string;
  readonly ownerAccountId: string | null;
  readonly reviewOn: string;
  readonly sample: boolean;
  readonly standing: Standing;
  /** The dates of the version that counts; null while none does. */
  readonly counting: VersionDates | null;
  /** A draft waits for approval. */
  readonly hasDraft: boolean;
  readonly updatedAt: Date;
}

const REVISION_ID = 1;
const LOOK_EVERY_MS = 1000;
const EXCERPT = 160;
/** A portion keeps the process for some milliseconds; between two of them others have their turn. */
const ARTICLES_A_READ = 100;

/** The revision of the whole base; see `KnowledgeRevisionRow`. */
async function revisionOf(manager: EntityManager): Promise<number> {
  return (await manager.findOneBy(KnowledgeRevisionRow, { id: REVISION_ID }))?.revision ?? 0;
}

/**
 * All articles in memory, ready to be searched. What changed is read again at once here, and within about a second in
 * other processes: each looks at the revision, and reads only articles of a later one.
 */
@Injectable()
export class KnowledgeMemory implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly index = new SearchIndex<ArticleHead>();
  private readonly heads = new Map<string, ArticleHead>();
  private phrases = new KnownPhrases();
  private known = { revision: -1, day: '', asked: 0 };
  /** Rises when everything is to be read again, whatever the revision says. */
  private asked = 0;
  private reading: Promise<void> = Promise.resolve();
  private readonly poller: Poller;

  constructor(
    private readonly reader: Reader,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    log: Log,
  ) {
    // An order on agencies gives articles another owner.
    directory.onReload(() => {
      this.asked += 1;
      return this.refresh();
    });
    this.poller = new Poller({
      name: 'knowledge',
      everyMs: LOOK_EVERY_MS,
      log,
      run: async () => {
        await this.refresh();
        return false;
      },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
  }

  /** Reads what changed since it was last read, and everything when a day began: validity begins and ends by days. */
  refresh(): Promise<void> {
    // One at a time: an older reading must not overwrite a newer one.
    const next = this.reading.then(() => this.read());
    this.reading = next.catch(() => undefined);
    return next;
  }

  search(text: string, limit: number, offered: (head: ArticleHead) => boolean): ArticleHead[] {
    return this.index.search(text, limit, offered).map(({ item }) => item);
  }

  head(id: string): ArticleHead | null {
    return this.heads.get(id) ?? null;
  }

  all(): Iterable<ArticleHead> {
    return this.heads.values();
  }

  /** What may be kept of typed words. */
  phrasesIn(text: string): string {
    return this.phrases.in(text);
  }

  private async read(): Promise<void> {
    const day = this.directory.today();
    const { manager } = this.reader;
    const revision = await revisionOf(manager);
    const { asked } = this;
    const whole = asked !== this.known.asked || day !== this.known.day;
    if (!whole && revision === this.known.revision) return;
    if (whole) {
      this.phrases = new KnownPhrases();
      for (const { name, fieldName } of this.catalog.categories()) this.phrases.add(`${name}\n${fieldName}`);
    }
    const articles = await manager.find(KnowledgeArticleRow, {
      ...(whole ? {} : { where: { revision: MoreThan(this.known.revision) } }),
      order: { id: 'ASC' },
    });
    for (let from = 0; from < articles.length; from += ARTICLES_A_READ)
      await this.take(articles.slice(from, from + ARTICLES_A_READ), day);
    this.known = { revision, day, asked };
  }

  private async take(articles: readonly KnowledgeArticleRow[], day: string): Promise<void> {
    const rows = await this.reader.manager.find(KnowledgeVersionRow, {
      where: {
        articleId: In(articles.map(({ id }) => id)),
        state: In(['draft', 'approved', 'withdrawn']),
      },
      order: { articleId: 'ASC', number: 'ASC' },
    });
    const versions = new Map<string, KnowledgeVersionRow[]>();
    for (const row of rows) {
      const of = versions.get(row.articleId);
      if (of === undefined) versions.set(row.articleId, [row]);
      else of.push(row);
    }
    for (const article of articles) this.put(article, versions.get(article.id) ?? [], day);
  }

  private put(article: KnowledgeArticleRow, versions: readonly KnowledgeVersionRow[], day: string): void {
    const counting = countingOn(versions, day);
    const shown = counting ?? versions.at(-1);
    if (shown === undefined) return;
    const { id, categoryCodes, ownerAgencyCode, ownerAccountId, reviewOn, sample, updatedAt } = article;
    const head: ArticleHead = {
      id,
      title: shown.title,
      sortKey: fold(shown.title),
      excerpt: shortened(shown.spoken),
      categoryCodes,
      ownerAgencyCode,
      ownerAccountId,
      reviewOn,
      sample,
      standing: standingOn(versions, day),
      counting:
        counting === null
          ? null
          : {
              number: counting.number,
              state: counting.state,
              validFrom: counting.validFrom,
              validTo: counting.validTo,
            },
      hasDraft: versions.some(({ state }) => state === 'draft'),
      updatedAt,
    };
    this.heads.set(id, head);
    const { title, keywords, answer, spoken, legalBasis } = shown;
    this.index.put(id, head, { title, keywords, body: `${answer}\n${spoken}\n${legalBasis}` });
    if (counting !== null) this.phrases.add(`${title}\n${keywords}`);
  }
}

/** To the end of a word. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  if (line.length <= EXCERPT) return line;
  return `${line.slice(0, line.lastIndexOf(' ', EXCERPT))}…`;
}
