import { Injectable } from '@nestjs/common';
import { Entity } from 'typeorm';
import { Clock, Problem } from '../../kernel/index.js';
import { CodeColumn, InstantColumn, JsonColumn } from './columns.js';
import { insertMany } from './many-rows.js';
import { Reader } from './reader.js';
import { managerOf, type Transaction } from './transaction.js';
import { UnitOfWork } from './unit-of-work.js';

/** One state-changing request as its sender names it. */
export interface IdempotencyRequest {
  /** Whose keys these are: an account id, a channel, or a visitor; keys of two scopes never meet. */
  readonly scope: string;
  readonly key: string;
  /** Hash of what is asked for, so that a key used for something else is noticed. */
  readonly hash: string;
}

@Entity('idempotency_key')
export class IdempotencyRow {
  @CodeColumn('scope', 64, { primary: true }) scope!: string;
  @CodeColumn('request_key', 100, { primary: true }) key!: string;
  @CodeColumn('request_hash', 64) hash!: string;
  @JsonColumn('result') result!: object;
  @InstantColumn('created_at') createdAt!: Date;
}

/**
 * A unit of work that happens once per idempotency key. The key and the result are written in the
 * same transaction as the effect, so a crash at any point leaves either both or none.
 */
@Injectable()
export class Idempotency {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /**
   * @param request null for callers that repeat nothing (jobs with a claim of their own).
   * @param work see `UnitOfWork.run`; its result is stored, so it is plain JSON without personal data.
   * @returns the result of the first run, on every repeat.
   * @throws Problem `idempotency-key-reused` when the key was used for something else; otherwise what `work` throws.
   */
  async once<T>(request: IdempotencyRequest | null, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    if (request === null) return this.unitOfWork.run(work);
    try {
      return await this.unitOfWork.run(async (transaction) => {
        const value = await work(transaction);
        const row = { ...request, result: { value } as object, createdAt: this.clock.now() };
        await insertMany(managerOf(transaction), IdempotencyRow, [row]);
        return value;
      });
    } catch (error) {
      // A repeat fails in many ways (the key is taken, the ticket has moved on): look for the first run
      // only then, so that the usual, first request costs no look-up.
      const earlier = await this.reader.manager.findOneBy(IdempotencyRow, { scope: request.scope, key: request.key });
      if (earlier === null) throw error;
      if (earlier.hash !== request.hash) {
        throw new Problem('idempotency-key-reused', 'Khoá chống gửi trùng này đã dùng cho một yêu cầu khác.');
      }
      return (earlier.result as { value: T }).value;
    }
  }
}
