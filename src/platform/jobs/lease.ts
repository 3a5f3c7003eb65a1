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

/** How long a lease lasts after its holder's last sign of life: by so much a killed process delays the next one. */
const HELD_MS = 15_000;
/** A lease is renewed when less than this share of it is left. */
const RENEW_SHARE = 1 / 3;
/**
 * A lease that ends further ahead than so many lengths was written by a clock that has been set back since:
 * nobody holds it. More than one length, because the clocks of two machines are never quite the same.
 */
const LONGEST = 4;

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

  /** @param heldMs how long it lasts without a sign of life; the same in every process. */
  lease(name: string, heldMs: number = HELD_MS): Lease {
    return new Lease(name, heldMs, this.unitOfWork, this.reader, this.clock);
  }
}

/** Another process took the lease over while this one believed it held it. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/**
 * The row says until when by the machine's clock, which may be set forward or back at any time. So the
 * holder itself goes by a clock that only runs on, and whoever wants the lease takes no end for true that
 * no holder could have written.
 */
export class Lease {
  private readonly token = randomUUID();
  /** By the process's own running clock; 0: not held. */
  private freshUntil = 0;

  constructor(
    private readonly name: string,
    private readonly heldMs: number,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /** Takes or renews the lease. @returns whether this process holds it now. */
  async hold(): Promise<boolean> {
    const asked = performance.now();
    if (this.freshUntil - asked > this.heldMs * RENEW_SHARE) return true;
    if (this.freshUntil === 0 && (await this.isHeldByAnother())) return false;
    const now = this.clock.now().getTime();
    const taken = await this.unitOfWork.run(async (transaction) => {
      const result = await managerOf(transaction)
        .createQueryBuilder()
        .update(LeaseRow)
        .set({ token: this.token, heldUntil: new Date(now + this.heldMs) })
        .where('name = :name and (held_until < :now or held_until > :beyond or token = :token)', {
          name: this.name,
          now: new Date(now),
          beyond: new Date(now + this.heldMs * LONGEST),
          token: this.token,
        })
        .execute();
      return result.affected === 1;
    });
    this.freshUntil = taken ? asked + this.heldMs : 0;
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
      this.freshUntil = 0;
      throw new LeaseLost(this.name);
    }
  }

  /** Lets another process take over at once. */
  async release(): Promise<void> {
    if (this.freshUntil === 0) return;
    this.freshUntil = 0;
    await this.unitOfWork.run((transaction) =>
      managerOf(transaction).update(LeaseRow, { name: this.name, token: this.token }, { heldUntil: new Date(0) }),
    );
  }

  /** Asked before trying: a process that waits for the lease writes nothing. */
  private async isHeldByAnother(): Promise<boolean> {
    const row = await this.reader.manager.findOneBy(LeaseRow, { name: this.name });
    if (row === null) {
      await this.makeRow();
      return false;
    }
    const left = row.heldUntil.getTime() - this.clock.now().getTime();
    return row.token !== this.token && left >= 0 && left <= this.heldMs * LONGEST;
  }

  private async makeRow(): Promise<void> {
    const row = { name: this.name, token: '', heldUntil: new Date(0), position: 0 };
    try {
      await this.unitOfWork.run((transaction) => managerOf(transaction).insert(LeaseRow, row));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
}
