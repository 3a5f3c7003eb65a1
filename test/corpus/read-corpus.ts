import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Boundary, Channel } from '../../src/tickets/index.js';

/** One line of the corpus; see README.md beside it. */
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

const fileOf = (name: string): string => fileURLToPath(new URL(`./${name}.jsonl`, import.meta.url));

/** The lines rules are tuned on. */
export const CORPUS_FILE = fileOf('pakn');
/** The lines nobody looks at who writes rules; they are counted only. */
export const HELD_OUT_FILE = fileOf('held-out');
/** The lines whoever tunes looks at; nothing counted on them is a result. */
export const DEVELOPMENT_FILE = fileOf('development');

export function readCorpus(file: string = CORPUS_FILE): CorpusLine[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CorpusLine);
}
