/** What became of the public tickets received in a month. Each figure counts a part of the one it is said of. */
export interface Figures {
  readonly received: number;
  /** Of those received: the answer has passed the gate. */
  readonly answered: number;
  /** Of those answered: within the end-to-end deadline. */
  readonly onTime: number;
  /** Of those answered: after it. `onTime + late = answered`. */
  readonly late: number;
  /** Of those received: not answered, and the deadline is over. Who is asked for something is not late. */
  readonly overdue: number;
  /** Of those answered: with a public copy. */
  readonly published: number;
  /** People who were given a published answer, and so were asked what they think of it. */
  readonly asked: number;
  /** Of those asked: they said it. */
  readonly rated: number;
  /** Of those who said it: satisfied, or very. */
  readonly satisfied: number;
  /** Of those who are satisfied: very. */
  readonly verySatisfied: number;
}

export const NO_FIGURES: Figures = {
  received: 0,
  answered: 0,
  onTime: 0,
  late: 0,
  overdue: 0,
  published: 0,
  asked: 0,
  rated: 0,
  satisfied: 0,
  verySatisfied: 0,
};

const NAMES = Object.keys(NO_FIGURES) as readonly (keyof Figures)[];

export function sumOf(figures: Iterable<Figures>): Figures {
  const sum: Record<keyof Figures, number> = { ...NO_FIGURES };
  for (const one of figures) for (const name of NAMES) sum[name] += one[name];
  return sum;
}

/** The public tickets of one month, whole and in parts. The parts by agency, ward and category each sum up to the whole. */
export interface MonthFigures extends Figures {
  /** YYYY-MM, of the day in Viet Nam on which the citizen sent it. */
  readonly month: string;
  /** By code; without a code: not with an agency, not placed, not classified yet. */
  readonly agencies: ReadonlyMap<string | null, Figures>;
  readonly wards: ReadonlyMap<string | null, Figures>;
  readonly categories: ReadonlyMap<string | null, Figures>;
}

/** A share of a figure, 0 … 1; null: of nothing there is none. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** The first instant of a month in Viet Nam, and of the next one; null: it is no month. @param month YYYY-MM */
export function monthBounds(month: string): { readonly from: Date; readonly to: Date } | null {
  if (!/^2\d{3}-(0[1-9]|1[0-2])$/.test(month)) return null;
  const first = (name: string): Date => new Date(`${name}-01T00:00:00+07:00`);
  return { from: first(month), to: first(monthAfter(month, 1)) };
}

/** The month so many after this one; before it when negative. @param month YYYY-MM */
export function monthAfter(month: string, steps: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const index = year * 12 + number - 1 + steps;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}
