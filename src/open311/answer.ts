import type { Request, Response } from 'express';
import type { ProblemDialect } from '../platform/http/index.js';
import { CONTENT_TYPES, formatOf, written } from './domain/format.js';
import { errorTree, refusalStatus } from './domain/refusal.js';
import type { Tree } from './domain/xml.js';

/** Seconds that a cache in front may keep what everybody reads. */
const KEPT = 30;

/**
 * A page of anybody may read what anybody may read, and hear what became of what it sent: who sends is known by a key
 * in what is sent, and by nothing that a browser adds by itself.
 */
export const FOR_PAGES = { 'Access-Control-Allow-Origin': '*' };

/** Sends an answer in the format that the address ends with. */
export function answer(request: Request, response: Response, root: string, content: Tree): void {
  const format = formatOf(request.path);
  const read = request.method === 'GET' || request.method === 'HEAD';
  response.setHeader('Cache-Control', read ? `public, max-age=${KEPT}` : 'no-store');
  response
    .set(FOR_PAGES)
    .status(200)
    .type(CONTENT_TYPES[format])
    .send(written(format, root, content));
}

/** Errors below this address are GeoReport's, also those of addresses that do not exist. */
export const GEO_REPORT_ERRORS: ProblemDialect = {
  below: '/open311/',
  answer: (body, path) => {
    const format = formatOf(path);
    return {
      status: refusalStatus(body),
      type: CONTENT_TYPES[format],
      text: written(format, 'errors', errorTree(body)),
      headers: FOR_PAGES,
    };
  },
};
