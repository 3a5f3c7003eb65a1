import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** One mail as it came over the wire. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Header names in lower case; encoded words are decoded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly subject: string;
  /** Decoded text/plain part, empty when there is none. */
  readonly text: string;
  /** Decoded text/html part, empty when there is none. */
  readonly html: string;
  readonly raw: string;
}

export interface TestMailServer {
  /** `smtp://127.0.0.1:<port>` */
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** What the server answers to the next mails: 451 is "later", 550 is "never", null takes them. */
  refuse(code: number | null): void;
  /** Waits for a mail that fits. @throws Error that lists the subjects seen, after `seconds`. */
  waitFor(fits: (mail: ReceivedMail) => boolean, seconds?: number): Promise<ReceivedMail>;
  close(): Promise<void>;
}

/** A real SMTP server on a free port that keeps what it gets. */
export async function startMailServer(): Promise<TestMailServer> {
  const mails: ReceivedMail[] = [];
  const watchers = new Set<() => void>();
  let refusal: number | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      if (refusal === null) done();
      else done(Object.assign(new Error(`refused with ${refusal}`), { responseCode: refusal }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const envelope = session.envelope;
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push(
          parseMail(
            Buffer.concat(chunks).toString('utf8'),
            from,
            envelope.rcptTo.map((to) => to.address),
          ),
        );
        done();
        for (const watcher of watchers) watcher();
      });
    },
  });
  // A client that is killed in the middle is part of some tests.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (code) => {
      refusal = code;
    },
    waitFor: (fits, seconds = 20) => waitForMail(mails, watchers, fits, seconds),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function waitForMail(
  mails: readonly ReceivedMail[],
  watchers: Set<() => void>,
  fits: (mail: ReceivedMail) => boolean,
  seconds: number,
): Promise<ReceivedMail> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = mails.find(fits);
      if (!found) return;
      stop();
      resolve(found);
    };
    const timer = setTimeout(() => {
      stop();
      reject(
        new Error(
          `No such mail within ${seconds} s. Seen: ${mails.map((mail) => `"${mail.subject}" to ${mail.to.join(', ')}`).join('; ') || 'none'}`,
        ),
      );
    }, seconds * 1000);
    const stop = (): void => {
      clearTimeout(timer);
      watchers.delete(look);
    };
    watchers.add(look);
    look();
  });
}

/** Enough MIME for what nodemailer writes: headers, one level or more of multipart, base64 and quoted-printable. */
function parseMail(raw: string, from: string, to: readonly string[]): ReceivedMail {
  const { headers, body } = splitHead(raw);
  const parts = readParts(headers, body);
  return {
    from,
    to,
    headers,
    subject: headers['subject'] ?? '',
    text: parts.find((part) => part.type === 'text/plain')?.content ?? '',
    html: parts.find((part) => part.type === 'text/html')?.content ?? '',
    raw,
  };
}

function splitHead(text: string): { headers: Record<string, string>; body: string } {
  const end = /\r?\n\r?\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const body = end ? text.slice(end.index + end[0].length) : '';
  const headers: Record<string, string> = {};
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = decodeWords(line.slice(colon + 1).trim());
  }
  return { headers, body };
}

function readParts(headers: Record<string, string>, body: string): { type: string; content: string }[] {
  const contentType = headers['content-type'] ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) {
    const type = contentType.split(';')[0]?.trim().toLowerCase() ?? 'text/plain';
    return [{ type, content: decodeBody(body, headers['content-transfer-encoding'] ?? '7bit') }];
  }
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((part) => {
      const inner = splitHead(part.replace(/^\r?\n/, '').replace(/\r?\n$/, ''));
      return readParts(inner.headers, inner.body);
    });
}

function decodeBody(body: string, encoding: string): string {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(encoding)) return body;
  return decodeQuoted(body.replace(/=\r?\n/g, ''));
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_match, encoding: string, word: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeQuoted(word.replace(/_/g, ' ')),
    );
}
