import type { Extension } from './extension.js';
import type { Answer } from './ticket.js';

/** Who else decides: said to a deputy who may not. */
const OTHERS = 'thủ trưởng đơn vị, hoặc người khác đang được ký thay';

/**
 * Why somebody who decides in a head's place does not decide on this answer; null when nothing is against it. Two
 * people stand for an answer: whoever wrote and submitted it, and whoever approves it or sends it back. A head who
 * works alone stands for both; the right that a head lends does not go so far.
 *
 * @param deputyId the account of whoever decides in a head's place; null: in his or her own right.
 */
export function ownAnswerObstacle(
  answer: Pick<Answer, 'status' | 'authorAccountId' | 'submittedByAccountId'> | null,
  deputyId: string | null,
): string | null {
  // At the gate it is the centre that decides, whoever that is.
  if (deputyId === null || answer?.status !== 'submitted') return null;
  const own = answer.authorAccountId === deputyId || answer.submittedByAccountId === deputyId;
  return own
    ? `Câu trả lời này do chính bạn trình, nên bạn không ký thay để duyệt hay trả lại. Xin đợi ${OTHERS}.`
    : null;
}

/**
 * The same of a request for more time.
 * @param deputyId as of `ownAnswerObstacle`.
 */
export function ownRequestObstacle(
  pending: Pick<Extension, 'askedByAccountId'>,
  deputyId: string | null,
): string | null {
  return deputyId !== null && pending.askedByAccountId === deputyId
    ? `Gia hạn này do chính bạn xin, nên bạn không ký thay để quyết định. Xin đợi ${OTHERS}.`
    : null;
}
