import { Injectable } from '@nestjs/common';
import { Province } from '../agencies/index.js';
import { Problem } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import type { Arguments } from './domain/arguments.js';

/** One installation is one province: its name need not be sent, and another province's is refused. */
@Injectable()
export class Jurisdiction {
  /** The name to be told. */
  readonly id: string;
  private readonly known: ReadonlySet<string>;

  constructor(config: Config, province: Province) {
    const host = new URL(config.publicUrl).hostname.replace(/^www\./, '');
    this.id = province.jurisdictionId ?? host;
    this.known = new Set([this.id, host, province.code]);
  }

  /** @throws Problem `not-found` */
  require(sent: Arguments): void {
    const unknown = sent.all('jurisdiction_id').some((id) => !this.known.has(id.toLowerCase().replace(/^www\./, '')));
    if (unknown) throw Problem.notFound(`jurisdiction_id: không phục vụ nơi này. Ở đây là ${this.id}, hoặc để trống.`);
  }
}
