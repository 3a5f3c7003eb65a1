import type { Score } from './score.js';

/** What was said of the answers published in one month. */
export interface MonthOfRatings {
  /** YYYY-MM, of the day in Viet Nam on which the answer was published. */
  readonly month: string;
  readonly answered: number;
  readonly given: Readonly<Record<Score, number>>;
}

/** Shares in hundredths of a per cent, so that a page rounds once; null: nothing to divide by. */
interface Satisfaction {
  readonly responded: number;
  readonly responseShare: number | null;
  readonly satisfiedShare: number | null;
}

/** The response rate stands beside the satisfaction: nine of ten who answered says little when one in fifty did. */
export function satisfactionOf({ answered, given }: MonthOfRatings): Satisfaction {
  const satisfied = given.very_satisfied + given.satisfied;
  const responded = satisfied + given.unsatisfied;
  const share = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 10_000) / 100);
  return { responded, responseShare: share(responded, answered), satisfiedShare: share(satisfied, responded) };
}

/** The given month and those before it, the newest first. @param today YYYY-MM-DD */
export function lastMonths(today: string, count: number): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: count }, (_, back) => {
    const at = year * 12 + (month - 1) - back;
    return `${String(Math.floor(at / 12))}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}
