/** Calls that began in half an hour. */
interface HalfHour {
  readonly from: Date;
  readonly answered: number;
  readonly abandoned: number;
}

export interface Bars {
  /** Lines and their numbers, from 0 up. */
  readonly grid: readonly { readonly y: string; readonly label: string; readonly textY: string }[];
  readonly bars: readonly {
    readonly x: string;
    readonly width: string;
    readonly answered: Rect | null;
    readonly abandoned: Rect | null;
    /** Of the half hour that runs. */
    readonly now: boolean;
  }[];
  readonly labels: readonly { readonly x: string; readonly text: string }[];
  readonly highest: number;
  readonly highestAt: string | null;
}

interface Rect {
  readonly y: string;
  readonly height: string;
}

const HALF_MS = 30 * 60_000;
const LEFT = 36;
const RIGHT = 620;
const TOP = 12;
const FLOOR = 262;
const GAP_SHARE = 0.25;
/** Between what was answered and what is on top. */
const SEAM = 1.5;
const MOST_LABELS = 9;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/**
 * The bars of a day in a box of 620 × 288: answered, and on top who gave up, from 0.
 * @param opens the first half hour shown, when nobody called before it.
 */
export function barsOf(halfHours: readonly HalfHour[], opens: Date, now: Date): Bars {
  const first = Math.min(opens.getTime(), halfHours[0]?.from.getTime() ?? Infinity);
  const running = Math.floor(now.getTime() / HALF_MS) * HALF_MS;
  const count = Math.max(1, Math.round((Math.max(running, first) - first) / HALF_MS) + 1);
  const most = Math.max(1, ...halfHours.map(({ answered, abandoned }) => answered + abandoned));
  const step = STEPS.find((one) => one * 3 >= most) ?? most;
  const unit = (FLOOR - TOP) / Math.max(most, step);
  const slot = (RIGHT - LEFT - 4) / Math.max(count, 18);
  const by = new Map(halfHours.map((half) => [half.from.getTime(), half]));
  const every = Math.max(1, Math.ceil(count / 2 / MOST_LABELS)) * 2;
  const xOf = (index: number): number => LEFT + 4 + index * slot;
  const highest = halfHours.reduce<HalfHour | null>(
    (best, half) => (best === null || total(half) > total(best) ? half : best),
    null,
  );
  return {
    grid: Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => {
      const y = FLOOR - index * step * unit;
      return { y: y.toFixed(1), label: String(index * step), textY: (y + 5).toFixed(1) };
    }),
    bars: Array.from({ length: count }, (_, index) => {
      const at = first + index * HALF_MS;
      const { answered = 0, abandoned = 0 } = by.get(at) ?? {};
      const height = answered * unit;
      const seam = answered > 0 ? SEAM : 0;
      return {
        x: xOf(index).toFixed(1),
        width: (slot * (1 - GAP_SHARE)).toFixed(1),
        answered: answered === 0 ? null : rect(FLOOR - height, height),
        abandoned:
          abandoned === 0 ? null : rect(FLOOR - height - abandoned * unit, Math.max(1, abandoned * unit - seam)),
        now: at === running,
      };
    }),
    labels: Array.from({ length: Math.ceil(count / every) }, (_, index) => ({
      x: xOf(index * every).toFixed(1),
      text: clock(new Date(first + index * every * HALF_MS)),
    })),
    highest: highest === null ? 0 : total(highest),
    highestAt: highest === null ? null : clock(highest.from),
  };
}

function total({ answered, abandoned }: HalfHour): number {
  return answered + abandoned;
}

function rect(y: number, height: number): Rect {
  return { y: y.toFixed(1), height: height.toFixed(1) };
}

/** "07:30" in Viet Nam. */
function clock(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(11, 16);
}
