/** What is still to happen, in order of time; at the same instant, in the order it was entered. */
export class Agenda {
  private readonly heap: Entry[] = [];
  private entered = 0;

  add(at: number, happen: () => void): void {
    this.entered += 1;
    this.heap.push({ at, turn: this.entered, happen });
    this.up(this.heap.length - 1);
  }

  /** Takes the next out. */
  next(): { readonly at: number; readonly happen: () => void } | null {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (first === undefined || last === undefined) return null;
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.down(0);
    }
    return first;
  }

  private up(index: number): void {
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  private down(index: number): void {
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const child = this.isBefore(right, left) ? right : left;
      if (!this.swapIfBefore(child, index)) return;
      index = child;
    }
  }

  private swapIfBefore(lower: number, upper: number): boolean {
    if (!this.isBefore(lower, upper)) return false;
    const [a, b] = [this.heap[lower], this.heap[upper]];
    if (a === undefined || b === undefined) return false;
    this.heap[lower] = b;
    this.heap[upper] = a;
    return true;
  }

  private isBefore(one: number, other: number): boolean {
    const [a, b] = [this.heap[one], this.heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.at < b.at || (a.at === b.at && a.turn < b.turn);
  }
}

interface Entry {
  readonly at: number;
  readonly turn: number;
  readonly happen: () => void;
}
