import { cleanLine, cleanText, Problem, type FieldError } from '../../kernel/index.js';
import type { Arguments } from './arguments.js';
import { MOST_DESCRIPTION, webAddresses, wordsOf } from './report.js';

/** An update as mySociety's extension sends it. */
export interface SentUpdate {
  readonly requestId: string;
  /** The sender's own id; the same one twice is the same update. */
  readonly updateId: string | null;
  /** What is added to the ticket; empty when photos say it all. */
  readonly text: string;
}

const DONE = new Set(['closed', 'fixed']);
const NOT_DONE = new Set(['open', 'reopen']);
const MOST_STATUS = 60;

/**
 * @param withFiles whether photos came along.
 * @throws Problem `invalid-input` with the names of the arguments.
 */
export function readSentUpdate(sent: Arguments, withFiles: boolean): SentUpdate {
  const errors: FieldError[] = [];
  const wrong = (field: string, message: string): void => void errors.push({ field, message });
  const requestId = sent.one('service_request_id');
  if (requestId === null) wrong('service_request_id', 'Cần mã của phản ánh.');
  const description = cleanText(sent.one('description') ?? '');
  if (description.length > MOST_DESCRIPTION)
    wrong('description', `Nội dung dài quá ${MOST_DESCRIPTION.toLocaleString('de-DE')} ký tự. Xin viết gọn lại.`);
  const urls = webAddresses(sent, wrong);
  const lines = [description, said(sent.one('status'), description !== '')];
  const text = wordsOf(lines.filter((line) => line !== '').join('\n'), urls).trim();
  if (text === '' && !withFiles) wrong('description', 'Xin viết điều cần bổ sung, hoặc gửi kèm ảnh.');
  if (errors.length > 0 || requestId === null) throw Problem.invalid(errors);
  return { requestId, updateId: sent.one('update_id') ?? sent.one('update_id_ext'), text };
}

/**
 * What the state of the client's own record says of the matter, where it says something. Its own people move a report
 * on without a word ("IN_PROGRESS"): then the state is all there is, and a client that is refused sends it for ever.
 */
function said(status: string | null, withWords: boolean): string {
  const low = status?.toLowerCase() ?? '';
  if (DONE.has(low)) return 'Người gửi báo: việc đã xong.';
  if (low === 'cancelled') return 'Người gửi báo: không cần xử lý nữa.';
  // Every update of an open report says that it is open.
  if (withWords || low === '') return '';
  if (NOT_DONE.has(low)) return 'Người gửi báo: việc vẫn chưa xong.';
  return `Nơi gửi báo trạng thái: ${cleanLine(status ?? '').slice(0, MOST_STATUS)}.`;
}
