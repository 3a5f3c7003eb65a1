import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Boundary, Channel } from '../../src/tickets/index.js';

/** One line of `pakn.jsonl`; see README.md beside it. */
export interface CorpusLine {
  readonly externalId: string;
  readonly channel: Channel;
  readonly words: string;
  readonly placeText: string | null;
  readonly point: { readonly lat: number; readonly lng: number } | null;
  readonly expected: {
    readonly category: string;
    readonly ward: string | null;
    readonly subject: string | null;
    readonly boundary: Boundary;
    readonly lead: string | null;
    readonly why?: string;
  };
  readonly reporter: { readonly name: string | null; readonly phone: string | null; readonly email: string | null; readonly anonymous: boolean };
  readonly invented: true;
}

export const CORPUS_FILE = fileURLToPath(new URL('./pakn.jsonl', import.meta.url));

export function readCorpus(): CorpusLine[] {
  return readFileSync(CORPUS_FILE, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CorpusLine);
}
