/** Lets through so many a second on average, and some more at once. */
export class Bucket {
  private left: number;
  private at: number | null = null;

  constructor(
    private readonly aSecond: number,
    private readonly most: number,
  ) {
    this.left = most;
  }

  /**
   * Takes one. @param nowMs by a clock that only runs on.
   * @returns 0 when it was let through, else after how many seconds there is room again, rounded up.
   */
  take(nowMs: number): number {
    this.left = Math.min(this.most, this.left + ((nowMs - (this.at ?? nowMs)) / 1000) * this.aSecond);
    this.at = nowMs;
    if (this.left >= 1) {
      this.left -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil((1 - this.left) / this.aSecond));
  }
}
