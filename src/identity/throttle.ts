import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Clock, Problem } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { managerOf, UnitOfWork, type Transaction } from '../platform/database/index.js';
import { countAttempt, LIMITS, type ThrottleKind } from './domain/sign-in-throttle.js';
import { ThrottleRow } from './entities.js';

const KEEP_MS = 24 * 3600 * 1000;

/** Who tries to sign in: the name as typed, whether it exists or not, and the address. */
export interface SignInAttempt {
  readonly login: string;
  readonly address: string;
}

/** Makes wrong sign-ins slow. Counts are in the database, so that all processes see the same. */
@Injectable()
export class Throttle {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Counts an attempt before the password is looked at.
   * @throws Problem `too-many-requests`, which says until when to wait; the same for names that do not exist.
   */
  async enter(attempt: SignInAttempt): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      for (const [kind, subject] of this.subjects(attempt)) await this.count(transaction, kind, subject);
    });
  }

  /** After a right password: the name is forgiven, the address is not. */
  async forgive(transaction: Transaction, attempt: SignInAttempt): Promise<void> {
    const manager = managerOf(transaction);
    for (const [kind, subject] of this.subjects(attempt)) {
      if (kind === 'address') {
        // Only this one attempt, which was counted as wrong in advance: otherwise whoever owns one
        // account could try others without end.
        await manager.update(ThrottleRow, { subject }, { failures: () => 'failures - 1', waitUntil: null });
      } else {
        await manager.delete(ThrottleRow, { subject });
      }
    }
    await manager.delete(ThrottleRow, { lastAttemptAt: LessThan(new Date(this.clock.now().getTime() - KEEP_MS)) });
  }

  /** @throws Problem when this subject has to wait; then the attempt counts for none of the others either. */
  private async count(transaction: Transaction, kind: ThrottleKind, subject: string): Promise<void> {
    const manager = managerOf(transaction);
    const now = this.clock.now();
    // The update takes the row's lock, so that attempts at the same moment are counted one after the other.
    if (!(await this.increment(transaction, subject))) {
      await manager
        .createQueryBuilder()
        .insert()
        .into(ThrottleRow)
        .values({ subject, failures: 0, lastAttemptAt: now, waitUntil: null })
        .orIgnore()
        .execute();
      await this.increment(transaction, subject);
    }
    const row = await manager.findOneByOrFail(ThrottleRow, { subject });
    const attempt = countAttempt({ ...row, failures: row.failures - 1 }, now, LIMITS[kind]);
    if (!attempt.allowed) throw new Problem('too-many-requests', waitMessage(attempt.until, now));
    await manager.update(ThrottleRow, { subject }, attempt.state);
  }

  private async increment(transaction: Transaction, subject: string): Promise<boolean> {
    const result = await managerOf(transaction).update(ThrottleRow, { subject }, { failures: () => 'failures + 1' });
    return result.affected === 1;
  }

  /** Always in the same order, so that two attempts do not wait for each other in a circle. */
  private subjects({ login, address }: SignInAttempt): [ThrottleKind, string][] {
    const key = (kind: ThrottleKind, value: string): [ThrottleKind, string] => [
      kind,
      `${kind}:${createHmac('sha256', this.config.secret).update(value).digest('hex').slice(0, 40)}`,
    ];
    return [key('address', address), key('login', login), key('login-and-address', `${login} ${address}`)];
  }
}

/** Rounded up to minutes: to the second would be a countdown for whoever is guessing. */
function waitMessage(until: Date, now: Date): string {
  const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000));
  return `Đã đăng nhập sai nhiều lần. Xin chờ ${minutes} phút rồi thử lại.`;
}
