import type { Random } from './random.js';

/** How numbers that are not shown arrive. */
const WITHHELD = ['anonymous', 'Anonymous', 'unknown', ''] as const;

/** The people who call: new ones, ones who called before, ones who hide their number. */
export class Callers {
  private readonly known: string[] = [];

  constructor(private readonly random: Random) {}

  /** Somebody calls: the number as the line shows it. */
  next(): string {
    if (this.random.chance(0.04)) return this.random.oneOf(WITHHELD);
    if (this.known.length > 0 && this.random.chance(0.18)) return this.written(this.random.oneOf(this.known));
    return this.written(this.somebodyNew());
  }

  /** Somebody who lives in the ward where the water has failed: nobody hides the number in trouble. */
  neighbour(): string {
    return this.written(this.somebodyNew());
  }

  /** Somebody to call back. */
  toCallBack(): string {
    return this.known.length > 0 ? `0${this.random.oneOf(this.known)}` : `0${this.somebodyNew()}`;
  }

  /** Without the leading 0. The blocks are real ones of the plan; hardly anybody has these numbers. */
  private somebodyNew(): string {
    const number = this.random.chance(0.15)
      ? `2513${String(this.random.between(0, 999_999)).padStart(6, '0')}`
      : `9000${String(this.random.between(0, 99_999)).padStart(5, '0')}`;
    this.known.push(number);
    return number;
  }

  /** Trunks differ in what they put in front. */
  private written(number: string): string {
    return `${this.random.oneOf(['0', '0', '0', '+84', '84'])}${number}`;
  }
}
