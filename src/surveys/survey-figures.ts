import { Injectable } from '@nestjs/common';
import { Clock, dayInVietnam } from '../kernel/index.js';
import { Reader } from '../platform/database/index.js';
import { lastMonths, type MonthOfRatings } from './domain/satisfaction.js';
import { SCORES, type Score } from './domain/score.js';
import { SurveyResponseRow } from './entities.js';

/** Counting is not done anew for every visitor. */
const FRESH_MS = 10 * 60_000;

/** What citizens say of public answers, month by month. Reads what is public and the ratings themselves. */
@Injectable()
export class SurveyFigures {
  private counted: { readonly at: number; readonly months: readonly MonthOfRatings[] } | null = null;

  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /** This month and those before it, the newest first; at most ten minutes old. */
  async months(count: number): Promise<readonly MonthOfRatings[]> {
    const now = this.clock.now();
    const age = this.counted === null ? FRESH_MS : Math.abs(now.getTime() - this.counted.at);
    if (this.counted === null || age >= FRESH_MS || this.counted.months.length !== count) {
      const months: MonthOfRatings[] = [];
      for (const month of lastMonths(dayInVietnam(now), count)) months.push(await this.count(month));
      this.counted = { at: now.getTime(), months };
    }
    return this.counted.months;
  }

  /** By the range of an index; a rating of a former answer does not count for the new one. */
  private async count(month: string): Promise<MonthOfRatings> {
    const [year = 0, number = 1] = month.split('-').map(Number);
    const next = number === 12 ? `${String(year + 1)}-01` : `${String(year)}-${String(number + 1).padStart(2, '0')}`;
    const scored = (score: Score): string => `sum(case when r.score = '${score}' then 1 else 0 end)`;
    const row = await this.reader.manager
      .createQueryBuilder()
      .select('count(*)', 'answered')
      .addSelect(scored('very_satisfied'), 'very_satisfied')
      .addSelect(scored('satisfied'), 'satisfied')
      .addSelect(scored('unsatisfied'), 'unsatisfied')
      .from('public_status', 's')
      .leftJoin(SurveyResponseRow, 'r', 'r.ticket_id = s.ticket_id and r.changed_at >= s.published_at')
      .where('s.published_at >= :from and s.published_at < :to', {
        from: new Date(`${month}-01T00:00:00+07:00`),
        to: new Date(`${next}-01T00:00:00+07:00`),
      })
      .getRawOne<Record<'answered' | Score, number | string | null>>();
    const given = Object.fromEntries(SCORES.map((score) => [score, Number(row?.[score] ?? 0)]));
    return { month, answered: Number(row?.answered ?? 0), given: given as Record<Score, number> };
  }
}
