import { explainEn } from '../../sla/domain/explain-en.js';
import { explainVi } from '../../sla/domain/explain-vi.js';
import type { ClockExplanation } from '../../sla/domain/policy.js';
import type { DeadlineNote } from './published-item.js';

/**
 * "Vì sao hạn là …" as it is kept with a copy: in the words of the day of publishing, in both languages.
 * @param explanation of the clock end to end; null: it had none.
 * @param kept what the copy has already. One from before there was English gets it where the clock still says the same.
 */
export function deadlineNote(explanation: ClockExplanation | null, kept: DeadlineNote | null): DeadlineNote {
  if (kept !== null && (kept.sentencesEn !== undefined || explanation === null)) return kept;
  if (explanation === null) return { sentences: [], sentencesEn: [] };
  const sentences = explainVi(explanation);
  const same = kept === null || kept.sentences.join('\n') === sentences.join('\n');
  return same ? { sentences, sentencesEn: explainEn(explanation) } : kept;
}
