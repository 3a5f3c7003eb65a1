import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Entity } from 'typeorm';
import { Clock } from '../../kernel/index.js';
import {
  CodeColumn,
  InstantColumn,
  IntegerColumn,
  isUniqueViolation,
  managerOf,
  Reader,
  UnitOfWork,
  type Transaction,
} from '../database/index.js';

@Entity('lease')
export class LeaseRow {
  @CodeColumn('name', 64, { primary: true }) name!: string;
  @CodeColumn('token', 36) token!: string;
  @InstantColumn('held_until') heldUntil!: Date;
  /** How far the job has come; moved only by the holder, in the transaction that does the work. */
  @IntegerColumn('position') position!: number;
}

const HELD_MS = 15_000;
const RENEW_WHEN_LEFT_MS = 5_000;

/**
 * Work that one process at a time may do. Who holds the lease is only a way not to waste work: what
 * keeps it correct is `advance`, which fails for everybody but the holder inside the transaction itself.
 */
@Injectable()
export class Leases {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  lease(name: string): Lease {
    return new Lease(name, this.unitOfWork, this.reader, this.clock);
  }
}

/** Another process took the lease over while this one believed it held it. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export class Lease {
  private readonly token = randomUUID();
  private heldUntil = 0;
  private known = false;

  constructor(
    private readonly name: string,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /** Takes or renews the lease. @returns whether this process holds it now. */
  async hold(): Promise<boolean> {
    const now = this.clock.now();
    if (this.heldUntil - now.getTime() > RENEW_WHEN_LEFT_MS) return true;
    await this.ensureRow();
    const heldUntil = new Date(now.getTime() + HELD_MS);
    const taken = await this.unitOfWork.run(async (transaction) => {
      const result = await managerOf(transaction)
        .createQueryBuilder()
        .update(LeaseRow)
        .set({ token: this.token, heldUntil })
        .where('name = :name and (held_until < :now or token = :token)', { name: this.name, now, token: this.token })
        .execute();
      return result.affected === 1;
    });
    this.heldUntil = taken ? heldUntil.getTime() : 0;
    return taken;
  }

  /** How far the job has come, committed. */
  async position(): Promise<number> {
    const row = await this.reader.manager.findOneByOrFail(LeaseRow, { name: this.name });
    return row.position;
  }

  /**
   * Moves the position inside the transaction that does the work.
   * @throws LeaseLost when another process holds the lease or has moved the position: the work is rolled back.
   */
  async advance(transaction: Transaction, from: number, to: number): Promise<void> {
    const result = await managerOf(transaction).update(
      LeaseRow,
      { name: this.name, token: this.token, position: from },
      { position: to },
    );
    if (result.affected !== 1) {
      this.heldUntil = 0;
      throw new LeaseLost(this.name);
    }
  }

  /** Lets another process take over at once. */
  async release(): Promise<void> {
    if (this.heldUntil === 0) return;
    this.heldUntil = 0;
    await this.unitOfWork.run((transaction) =>
      managerOf(transaction).update(LeaseRow, { name: this.name, token: this.token }, { heldUntil: new Date(0) }),
    );
  }

  private async ensureRow(): Promise<void> {
    if (this.known) return;
    if ((await this.reader.manager.findOneBy(LeaseRow, { name: this.name })) === null) {
      const row = { name: this.name, token: '', heldUntil: new Date(0), position: 0 };
      try {
        await this.unitOfWork.run((transaction) => managerOf(transaction).insert(LeaseRow, row));
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
      }
    }
    this.known = true;
  }
}
