import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const file = z.strictObject({
  /** Keys of texts that pages show as messages: they are said in this language already. */
  texts: z.array(z.string()),
  /** The sentence in Vietnamese, as the code that refuses something writes it → in this language. */
  messages: z.record(z.string(), z.string()),
});

/** One message; `{name}` stands for what differs from case to case. */
interface Message {
  readonly pattern: RegExp;
  readonly words: string;
}

/**
 * What the service says when it refuses something is written in Vietnamese beside the rule that refuses. Pages in
 * another language find the sentence here, as gettext does: by its very words.
 */
export class Messages {
  private constructor(
    private readonly exact: ReadonlyMap<string, string>,
    private readonly patterns: readonly Message[],
    /** Keys of texts that are said in this language already. */
    readonly keys: readonly string[],
  ) {}

  static readonly NONE = new Messages(new Map(), [], []);

  /** @throws ZodError, SyntaxError for a file that is not as described above. */
  static load(path: string): Messages {
    if (!existsSync(path)) return Messages.NONE;
    const { texts, messages } = file.parse(JSON.parse(readFileSync(path, 'utf8')));
    return new Messages(new Map(Object.entries(messages)), Object.entries(messages).flatMap(patternOf), texts);
  }

  /** The same, knowing further sentences. */
  with(further: Readonly<Record<string, string>>): Messages {
    const exact = new Map([...this.exact, ...Object.entries(further)]);
    return new Messages(exact, [...Object.entries(further).flatMap(patternOf), ...this.patterns], this.keys);
  }

  /** Of one sentence or several. @returns null unless all of it is known. */
  of(said: string): string | null {
    const whole = this.known(said);
    if (whole !== null) return whole;
    const sentences = said.split(/(?<=[.?!])\s+/);
    const known = sentences.length > 1 ? sentences.map((one) => this.known(one)) : [null];
    return known.every((one) => one !== null) ? known.join(' ') : null;
  }

  /** Headings have no full stop. */
  private known(sentence: string): string | null {
    return this.exactly(sentence) ?? this.exactly(`${sentence}.`)?.replace(/\.$/, '') ?? null;
  }

  private exactly(sentence: string): string | null {
    const words = this.exact.get(sentence);
    if (words !== undefined) return words;
    for (const { pattern, words: filled } of this.patterns) {
      const found = pattern.exec(sentence)?.groups;
      if (found) return filled.replace(PLACE, (_, name: string) => found[name] ?? '');
    }
    return null;
  }
}

const PLACE = /\{(\w+)\}/g;

function patternOf([sentence, words]: [string, string]): Message[] {
  if (!sentence.includes('{')) return [];
  const source = sentence.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(PLACE, '(?<$1>.+?)');
  return [{ pattern: new RegExp(`^${source}$`, 's'), words }];
}
