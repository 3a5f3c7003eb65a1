import type { Locale } from '../platform/templates/index.js';
import { monthAfter, NO_FIGURES, shareOf, type Figures, type MonthFigures } from '../publication/index.js';

/** The figures of one line of a table; a share of nothing is a dash, not 0 %. */
export function figureCells(figures: Figures, texts: Locale) {
  const { received, answered, onTime, late, overdue, asked, rated, satisfied } = figures;
  const label = (key: string) => texts.text(`reading.figures.${key}`);
  const count = (key: string, value: number, tone = '') => ({ label: label(key), value: texts.number(value), tone });
  const share = (key: string, part: number, whole: number) => {
    const of = shareOf(part, whole);
    return { label: label(key), value: of === null ? '–' : texts.percent(of), tone: '' };
  };
  return [
    count('received', received),
    count('answered', answered),
    share('on_time', onTime, answered),
    count('late', late, late > 0 ? 'late' : ''),
    count('overdue', overdue, overdue > 0 ? 'late' : ''),
    share('satisfied', satisfied, rated),
    share('rated', rated, asked),
  ];
}

/** The heads of such a table. */
export function figureColumns(texts: Locale): string[] {
  return ['received', 'answered', 'on_time', 'late', 'overdue', 'satisfied', 'rated'].map((key) =>
    texts.text(`reading.figures.${key}`),
  );
}

/** What a month looked like, as the home page and the pages of agencies and wards tell it. */
export function monthLedger(figures: Figures, texts: Locale) {
  const { received, answered, onTime, late, overdue, published, asked, rated, satisfied } = figures;
  const text = (key: string, values: Readonly<Record<string, number>> = {}) =>
    texts.text(
      `reading.month.${key}`,
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, texts.number(value)])),
    );
  const big = (share: number | null, key: string, note: string) =>
    share === null ? [] : [{ value: texts.percent(share).replace(/\s?%$/, ''), label: text(key), note }];
  return {
    big: [
      ...big(shareOf(onTime, answered), 'on_time', text('on_time_note', { onTime, answered })),
      ...big(shareOf(satisfied, rated), 'satisfied', text('satisfied_note', { satisfied, rated, asked })),
    ],
    rows: [
      { label: text('received'), value: received, note: text('received_note') },
      { label: text('answered'), value: answered, note: text('answered_note', { published }) },
      { label: text('late'), value: late, note: text('late_note') },
      { label: text('overdue'), value: overdue, note: text('overdue_note') },
      { label: text('rated'), value: rated, note: text('rated_note', { asked }) },
    ],
  };
}

/** "Tháng 11/2026". @param month YYYY-MM */
export function monthName(month: string, texts: Locale): string {
  const [year = '', number = ''] = month.split('-');
  return texts.text('reading.month.name', { month: texts.text(`reading.months.${Number(number)}`), year });
}

/** The way to the months before and after. @param path of the page, without a query. */
export function monthSteps(month: string, thisMonth: string, path: string) {
  const next = monthAfter(month, 1);
  const at = (name: string): string => (name === thisMonth ? path : `${path}?thang=${name}`);
  return { previousHref: at(monthAfter(month, -1)), nextHref: next > thisMonth ? null : at(next) };
}

/** The months of a place, the newest first; those in which nothing came before the first are left out. */
export function monthLines(
  months: readonly MonthFigures[],
  figuresIn: (month: MonthFigures) => Figures | undefined,
  texts: Locale,
) {
  const lines = months.map((month) => ({ month: month.month, figures: figuresIn(month) }));
  const last = lines.findLastIndex(({ figures }) => (figures?.received ?? 0) > 0);
  return lines.slice(0, last + 1).map(({ month, figures }) => ({
    name: monthName(month, texts),
    href: null,
    cells: figureCells(figures ?? NO_FIGURES, texts),
  }));
}
