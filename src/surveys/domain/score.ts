/** How satisfied somebody is with an answer, as the surveys of the province ask. */
export const SCORES = ['very_satisfied', 'satisfied', 'unsatisfied'] as const;

export type Score = (typeof SCORES)[number];

export const SCORE_LABELS: Readonly<Record<Score, string>> = {
  very_satisfied: 'Rất hài lòng',
  satisfied: 'Hài lòng',
  unsatisfied: 'Không hài lòng',
};

export function isScore(text: string): text is Score {
  return (SCORES as readonly string[]).includes(text);
}
