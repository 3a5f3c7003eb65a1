import type { Request, Response } from 'express';
import { Problem, type ProblemKind } from '../kernel/index.js';

/** What whoever sent a form can mend, or has to know before trying again; what is not this person's does not come back. */
const COMES_BACK = new Set<ProblemKind>(['invalid-input', 'stale-version', 'conflict']);

/**
 * Does what a form asks for and goes on to another page. What cannot be done so comes back as the page it came from.
 * @param act @returns where to go on; null: it has answered itself.
 * @param again the page with what was typed and what is wrong with it, or with why it came too late.
 */
export async function answerForm(
  response: Response,
  act: () => Promise<string | null>,
  again: (problem: Problem) => Promise<string>,
): Promise<void> {
  try {
    const next = await act();
    if (next !== null) response.redirect(303, next);
  } catch (error) {
    if (!(error instanceof Problem) || !COMES_BACK.has(error.kind)) throw error;
    const html = await again(error);
    response
      .status(error.kind === 'invalid-input' ? 400 : 409)
      .type('html')
      .send(html);
  }
}

/** Everything that is wrong, in a row: for pages whose form is a button. */
export function problemText({ title, fields }: Problem): string {
  return [title, ...fields.map(({ message }) => message)].join(' ');
}

/** Which of a handler's several paths was asked for. @throws Problem `not-found`. */
export function pathEnd<T extends string>({ path }: Request, paths: readonly T[]): T {
  const found = paths.find((one) => path.endsWith(`/${one}`));
  if (found === undefined) throw Problem.notFound('Không tìm thấy trang này.');
  return found;
}
