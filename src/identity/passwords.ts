import { Injectable } from '@nestjs/common';
import argon2 from 'argon2';
import pLimit from 'p-limit';

// OWASP's smallest recommended argon2id: 19 MiB, two passes, one lane.
const COST = { type: argon2.argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

/** At most so many at once: each takes 19 MiB, and a burst of sign-ins must not take the machine. */
const AT_ONCE = 4;

/** Slow hashes of passwords. */
@Injectable()
export class Passwords {
  private readonly queue = pLimit(AT_ONCE);
  private decoy: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return this.queue(() => argon2.hash(normal(password), COST));
  }

  /**
   * @param hash null when there is no such account: the same work is done on a decoy, so that the time
   * of the answer does not tell whether a name exists.
   */
  async matches(hash: string | null, password: string): Promise<boolean> {
    const decoy = await (this.decoy ??= this.hash('no such account'));
    const same = await this.queue(() => argon2.verify(hash ?? decoy, normal(password)));
    return same && hash !== null;
  }
}

/** The same password whatever keyboard composed its accents. */
function normal(password: string): string {
  return password.normalize('NFKC');
}
