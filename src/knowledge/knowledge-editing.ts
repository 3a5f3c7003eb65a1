import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { Directory, Province } from '../agencies/index.js';
import { Accounts, allows, type CommandContext, type Principal } from '../identity/index.js';
import { cleanLine, Clock, newId, Problem, type FieldError } from '../kernel/index.js';
import { Idempotency, insertMany, managerOf, type Transaction } from '../platform/database/index.js';
import { Catalog } from '../routing/index.js';
import { articleErrors, cleanArticle, isDay, type ArticleText } from './domain/article-text.js';
import { countingOn } from './domain/standing.js';
import { KnowledgeArticleRow, KnowledgeRevisionRow, KnowledgeVersionRow } from './entities.js';
import { KnowledgeMemory } from './knowledge-memory.js';

export interface SaveArticleInput extends ArticleText {
  /** null: a new one. */
  readonly id: string | null;
  /** Of the article the person had before the eyes; 0: a new one. */
  readonly version: number;
  readonly ownerAgencyCode: string;
  readonly ownerAccountId: string | null;
  readonly categoryCodes: readonly string[];
}

/** Which article, as the person saw it. */
export interface SeenArticle {
  readonly id: string;
  readonly version: number;
}

const HIDDEN = 'Không tìm thấy bài này.';
const REVISION_ID = 1;
const MOST_REASON = 500;

/** Writing, approving and withdrawing articles. Whoever wrote on a draft does not approve it. */
@Injectable()
export class KnowledgeEditing {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly memory: KnowledgeMemory,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly accounts: Accounts,
    private readonly province: Province,
    private readonly clock: Clock,
  ) {}

  mayEdit(principal: Principal): boolean {
    return principal.kind === 'staff' && allows(principal, 'knowledge.edit');
  }

  /** The centre's director approves all; the head of the agency that owns an article, that one. */
  mayApprove(principal: Principal, ownerAgencyCode: string): boolean {
    if (principal.kind !== 'staff' || !allows(principal, 'knowledge.approve')) return false;
    return principal.agencyCode === this.province.centreAgency || principal.agencyCode === ownerAgencyCode;
  }

  /** Says that an article still holds: whoever approves it, and the person it is entrusted to. */
  mayReview(principal: Principal, owner: Pick<KnowledgeArticleRow, 'ownerAgencyCode' | 'ownerAccountId'>): boolean {
    if (principal.kind !== 'staff') return false;
    return principal.accountId === owner.ownerAccountId || this.mayApprove(principal, owner.ownerAgencyCode);
  }

  /**
   * Keeps a draft: a new article, or a next version of one, which changes nothing for callers before it is approved.
   * Owner, categories and day of review belong to the article and count at once.
   * @throws Problem `invalid-input`, `not-found`, `stale-version`.
   */
  async save(input: SaveArticleInput, ctx: CommandContext): Promise<{ readonly id: string }> {
    const by = writer(ctx.principal);
    const text = cleanArticle(input);
    const errors = [...articleErrors(text), ...(await this.ownerErrors(input))];
    if (errors.length > 0) throw Problem.invalid(errors);
    const { title, answer, spoken, legalBasis, keywords, validFrom, validTo, reviewOn } = text;
    const { ownerAgencyCode, ownerAccountId, categoryCodes } = input;
    const now = this.clock.now();
    const content = {
      title,
      answer,
      spoken,
      legalBasis,
      keywords,
      validFrom,
      validTo: validTo || null,
      writtenAt: now,
    };
    return this.changed(ctx, async (transaction) => {
      const manager = managerOf(transaction);
      const article = { ownerAgencyCode, ownerAccountId, categoryCodes, reviewOn, sample: false, updatedAt: now };
      const id = input.id ?? newId();
      if (input.id === null) {
        const revision = await nextRevision(manager);
        await manager.insert(KnowledgeArticleRow, { ...article, id, version: 1, revision, createdAt: now });
      } else await this.touch(manager, { id, version: input.version }, article);
      const latest = await manager.findOne(KnowledgeVersionRow, {
        where: { articleId: id },
        order: { number: 'DESC' },
      });
      if (latest?.state === 'draft') {
        const writerIds = [...new Set([...latest.writerIds, by])];
        await manager.update(KnowledgeVersionRow, { id: latest.id }, { ...content, writerIds });
      } else
        await manager.insert(KnowledgeVersionRow, {
          ...UNDECIDED,
          ...content,
          id: newId(),
          articleId: id,
          number: (latest?.number ?? 0) + 1,
          writerIds: [by],
        });
      return { id };
    });
  }

  /** A draft comes into force on its first day; what it replaces ends then. @throws Problem `not-found`, `conflict`, `stale-version`. */
  async approve(seen: SeenArticle, ctx: CommandContext): Promise<{ readonly id: string }> {
    const { principal } = ctx;
    return this.changed(ctx, async (transaction) => {
      const manager = managerOf(transaction);
      const article = await this.require(manager, seen.id);
      if (principal.kind !== 'staff' || !this.mayApprove(principal, article.ownerAgencyCode))
        throw Problem.notFound(HIDDEN);
      const versions = await manager.findBy(KnowledgeVersionRow, {
        articleId: seen.id,
        state: In(['draft', 'approved']),
      });
      const draft = versions.find(({ state }) => state === 'draft');
      if (draft === undefined) throw Problem.conflict('Bài này không có bản nháp nào chờ duyệt.');
      if (draft.writerIds.includes(principal.accountId))
        throw Problem.conflict('Người đã viết bản này không tự duyệt. Xin nhờ người khác duyệt.');
      const today = this.directory.today();
      if (draft.validTo !== null && draft.validTo < today)
        throw Problem.conflict('Bản này đã hết hiệu lực trước khi được duyệt. Xin sửa ngày rồi duyệt lại.');
      const now = this.clock.now();
      await this.touch(manager, seen, { updatedAt: now });
      const decided = { state: 'approved' as const, approvedBy: principal.accountId, approvedAt: now };
      await manager.update(KnowledgeVersionRow, { id: draft.id }, decided);
      const after = versions.map((one) => (one === draft ? { ...one, state: 'approved' as const } : one));
      const counting = countingOn(after, today);
      const over = versions.filter(
        ({ id, number }) => id !== draft.id && counting !== null && number < counting.number,
      );
      if (over.length > 0)
        await manager.update(
          KnowledgeVersionRow,
          { id: In(over.map(({ id }) => id)) },
          { state: 'superseded', endedAt: now, endedBy: principal.accountId },
        );
      return { id: seen.id };
    });
  }

  /** Nobody reads it to a caller any more, at once. @throws Problem `invalid-input`, `not-found`, `conflict`, `stale-version`. */
  async withdraw(seen: SeenArticle, because: string, ctx: CommandContext): Promise<{ readonly id: string }> {
    const { principal } = ctx;
    const reason = cleanLine(because);
    if (reason === '' || reason.length > MOST_REASON)
      throw Problem.invalid([
        {
          field: 'because',
          message: reason === '' ? 'Xin ghi vì sao rút bài.' : `Xin viết gọn trong ${String(MOST_REASON)} ký tự.`,
        },
      ]);
    return this.changed(ctx, async (transaction) => {
      const manager = managerOf(transaction);
      const article = await this.require(manager, seen.id);
      if (
        principal.kind !== 'staff' ||
        !(this.mayEdit(principal) || this.mayApprove(principal, article.ownerAgencyCode))
      )
        throw Problem.notFound(HIDDEN);
      const now = this.clock.now();
      await this.touch(manager, seen, { updatedAt: now });
      const ended = await manager.update(
        KnowledgeVersionRow,
        { articleId: seen.id, state: 'approved' },
        { state: 'withdrawn', endedAt: now, endedBy: principal.accountId, endedBecause: reason },
      );
      if (ended.affected === 0) throw Problem.conflict('Bài này không còn bản nào đang dùng.');
      return { id: seen.id };
    });
  }

  /** The owner has looked: it still holds. @throws Problem `invalid-input`, `not-found`, `stale-version`. */
  async reviewed(seen: SeenArticle, reviewOn: string, ctx: CommandContext): Promise<{ readonly id: string }> {
    if (!isDay(reviewOn) || reviewOn <= this.directory.today())
      throw Problem.invalid([{ field: 'reviewOn', message: 'Xin chọn ngày rà soát lần sau, từ ngày mai.' }]);
    return this.changed(ctx, async (transaction) => {
      const manager = managerOf(transaction);
      const article = await this.require(manager, seen.id);
      if (!this.mayReview(ctx.principal, article)) throw Problem.notFound(HIDDEN);
      await this.touch(manager, seen, { reviewOn, updatedAt: this.clock.now() });
      return { id: seen.id };
    });
  }

  /** What is wrong with owner and categories. */
  private async ownerErrors({
    ownerAgencyCode,
    ownerAccountId,
    categoryCodes,
  }: SaveArticleInput): Promise<FieldError[]> {
    const errors: FieldError[] = [];
    if (!this.directory.agencies().some(({ code }) => code === ownerAgencyCode))
      errors.push({ field: 'ownerAgency', message: 'Chưa rõ là cơ quan nào. Xin chọn trong danh sách.' });
    else if (ownerAccountId !== null) {
      const people = await this.accounts.ofAgency(ownerAgencyCode);
      if (!people.some(({ id }) => id === ownerAccountId))
        errors.push({ field: 'ownerLogin', message: 'Xin chọn một người của đơn vị phụ trách.' });
    }
    if (categoryCodes.some((code) => this.catalog.category(code) === null))
      errors.push({ field: 'categoryCodes', message: 'Xin chọn loại việc trong danh sách.' });
    return errors;
  }

  private async require(manager: EntityManager, id: string): Promise<KnowledgeArticleRow> {
    const article = await manager.findOneBy(KnowledgeArticleRow, { id });
    if (article === null) throw Problem.notFound(HIDDEN);
    return article;
  }

  /** Compare and set, so that nobody overwrites what they have not seen. */
  private async touch(
    manager: EntityManager,
    { id, version }: SeenArticle,
    change: Partial<KnowledgeArticleRow>,
  ): Promise<void> {
    const revision = await nextRevision(manager);
    const updated = await manager.update(
      KnowledgeArticleRow,
      { id, version },
      { ...change, version: version + 1, revision },
    );
    if (updated.affected === 1) return;
    await this.require(manager, id);
    throw new Problem('stale-version', 'Bài này vừa có người khác sửa. Xin xem bản mới rồi làm tiếp.');
  }

  /** The change, and then the memory of this process; others look by themselves. */
  private async changed<T>(ctx: CommandContext, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const done = await this.idempotency.once(ctx.idempotency, work);
    await this.memory.refresh();
    return done;
  }
}

const UNDECIDED = {
  state: 'draft',
  approvedBy: null,
  approvedAt: null,
  endedBy: null,
  endedAt: null,
  endedBecause: null,
} as const;

function writer(principal: Principal): string {
  if (principal.kind !== 'staff' || !allows(principal, 'knowledge.edit')) throw Problem.notFound(HIDDEN);
  return principal.accountId;
}

/** Counted under the lock of its row: a change that commits later has a higher number. */
export async function nextRevision(manager: EntityManager): Promise<number> {
  await insertMany(manager, KnowledgeRevisionRow, [{ id: REVISION_ID, revision: 0 }], { orIgnore: true });
  await manager.increment(KnowledgeRevisionRow, { id: REVISION_ID }, 'revision', 1);
  return (await manager.findOneByOrFail(KnowledgeRevisionRow, { id: REVISION_ID })).revision;
}
