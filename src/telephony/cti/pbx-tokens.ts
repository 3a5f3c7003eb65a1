import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';

/** Which telephone systems may tell of their calls, and the token of each. */
@Injectable()
export class PbxTokens {
  private readonly hashes: readonly { readonly name: string; readonly hash: Buffer }[];

  constructor(config: Config) {
    this.hashes = config.ctiTokens.map(({ name, token }) => ({ name, hash: hashOf(token) }));
  }

  /** Without any there is no such address. */
  get isOff(): boolean {
    return this.hashes.length === 0;
  }

  /** Whose token it is; null: nobody's. Takes as long whatever is shown. */
  pbxOf(token: string): string | null {
    const shown = hashOf(token);
    let found: string | null = null;
    for (const { name, hash } of this.hashes) if (timingSafeEqual(hash, shown)) found = name;
    return found;
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
