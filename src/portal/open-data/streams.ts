import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Response } from 'express';
import { Problem } from '../../kernel/index.js';

/** So many files of everything at once: each costs a processor as long as it is written. */
const MOST = 4;
let running = 0;

/**
 * Writes a long answer as fast as it is read. Whoever goes away ends it.
 * @throws Problem `unavailable` when as many as may be are under way.
 */
export async function stream(response: Response, portions: AsyncGenerator<string | Buffer>): Promise<void> {
  if (running >= MOST)
    throw new Problem(
      'unavailable',
      'Đang có nhiều người tải toàn bộ dữ liệu. Xin tải lại sau ít phút, hoặc lấy tệp theo tháng.',
    );
  running += 1;
  try {
    await pipeline(Readable.from(portions, { objectMode: false }), response);
  } catch (error) {
    // The reader has gone; anything else breaks the answer off in the middle, so that nobody takes it for whole.
    if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  } finally {
    running -= 1;
  }
}
