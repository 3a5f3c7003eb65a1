/**
 * The line protocol of the Asterisk Manager Interface: blocks of "Key: value" lines, an empty line ends a block.
 * Read here and not by a package: those on npm keep the first or the last of several lines of one key, let a line
 * without an end grow for ever, and were last changed years ago, while all of it is what follows.
 */
export class AmiMessage {
  constructor(private readonly fields: ReadonlyMap<string, readonly string[]>) {}

  /** The first value of a key, whatever its case, without surrounding blanks; "" when there is none. */
  get(key: string): string {
    return this.all(key)[0] ?? '';
  }

  /** Every value of a key, in order: ChanVariable, Output and others come several times. */
  all(key: string): readonly string[] {
    return this.fields.get(key.toLowerCase()) ?? [];
  }

  /** "QueueCallerJoin"; "" for what is no event. */
  get event(): string {
    return this.get('Event');
  }
}

/** What one line may hold; the rest of a longer one is dropped. The longest real ones are channel variables. */
const LONGEST_LINE = 16 * 1024;
/** What one block may hold; further lines of it are dropped. */
const MOST_LINES = 500;
const BANNER = /^Asterisk Call Manager\b/;

/** Puts messages together from whatever pieces the connection hands over. */
export class AmiParser {
  private line = '';
  private fields = new Map<string, string[]>();
  private lines = 0;
  /** Lines that are neither "Key: value" nor the greeting: a command's output, noise. */
  private stray = 0;

  get strayLines(): number {
    return this.stray;
  }

  /** @returns the messages that this piece completes. */
  feed(piece: string): AmiMessage[] {
    const messages: AmiMessage[] = [];
    let start = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      this.grow(piece.slice(start, end));
      start = end + 1;
      const message = this.endLine();
      if (message !== null) messages.push(message);
    }
    this.grow(piece.slice(start));
    return messages;
  }

  private grow(part: string): void {
    // One more than may be, so that the CR of a line of exactly that length is still seen.
    if (this.line.length <= LONGEST_LINE) this.line += part.slice(0, LONGEST_LINE + 1 - this.line.length);
  }

  private endLine(): AmiMessage | null {
    const line = this.line.replace(/\r$/, '').slice(0, LONGEST_LINE);
    this.line = '';
    if (line === '') return this.endBlock();
    const colon = line.indexOf(':');
    const key = line.slice(0, colon).trim().toLowerCase();
    if (colon <= 0 || key.includes(' ')) {
      if (!BANNER.test(line)) this.stray += 1;
      return null;
    }
    this.lines += 1;
    if (this.lines > MOST_LINES) return null;
    const value = line.slice(colon + 1).trim();
    const values = this.fields.get(key);
    if (values === undefined) this.fields.set(key, [value]);
    else values.push(value);
    return null;
  }

  private endBlock(): AmiMessage | null {
    const { fields } = this;
    this.fields = new Map();
    this.lines = 0;
    return fields.size === 0 ? null : new AmiMessage(fields);
  }
}

/** An action as it goes over the line. No value can end its line and start another. */
export function amiAction(name: string, fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ Action: name, ...fields }).map(
    ([key, value]) => `${key}: ${value.replace(/[\r\n]+/g, ' ')}`,
  );
  return `${lines.join('\r\n')}\r\n\r\n`;
}
