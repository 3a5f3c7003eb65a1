import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { Attachments, type Prepared, type Upload } from '../../attachments/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Log } from '../../platform/log/index.js';
import { AddFacts, LateMail, RecordReply, ReplyAddresses, Supplements } from '../../tickets/index.js';
import { isAutomatic, isOnlyLines, recipients } from './domain/mail-kind.js';
import { newText, textOfHtml } from './domain/new-text.js';

/** Why a mail changed nothing. */
type Ignored = 'unknown_address' | 'automatic' | 'empty' | 'ended' | 'unreadable';

/** What became of a mail. Nothing is mailed back, for that is how loops begin; but once, that a ticket has ended. */
export type MailTaken =
  | { readonly outcome: 'reply' | 'facts'; readonly code: string }
  | { readonly outcome: 'ignored'; readonly reason: Ignored };

const MOST_PHOTOS = 5;
const TRIES = 3;

/** Takes a citizen's mailed answer to a question: the reply while it waits, added facts once it has ended or the ticket was merged. */
@Injectable()
export class TakeMail {
  constructor(
    private readonly addresses: ReplyAddresses,
    private readonly supplements: Supplements,
    private readonly reply: RecordReply,
    private readonly addFacts: AddFacts,
    private readonly attachments: Attachments,
    private readonly late: LateMail,
    private readonly log: Log,
  ) {}

  /** @param raw the message as RFC 5322 has it. The same message twice acts once. */
  async take(raw: Buffer, requestId: string): Promise<MailTaken> {
    const taken = await this.decide(raw, requestId);
    this.log.info({ ...taken, bytes: raw.length }, 'mail taken in');
    return taken;
  }

  private async decide(raw: Buffer, requestId: string): Promise<MailTaken> {
    const mail = await parsed(raw);
    if (mail === null) return ignored('unreadable');
    if (isAutomatic(mail.headers)) return ignored('automatic');
    const questionId = recipients(mail.headers)
      .map((address) => this.addresses.questionIdOf(address))
      .find((id) => id !== null);
    const question = questionId ? await this.supplements.question(questionId) : null;
    if (!question) return ignored('unknown_address');
    const text = newText(mail.text ?? textOfHtml(mail.html ?? '')).slice(0, 5_000);
    const photos = await this.photosOf(mail.attachments);
    if (text === '' && photos.length === 0) return ignored('empty');
    // Sent without an id of its own, a message is known by its bytes.
    const key = createHash('sha256')
      .update(mail.messageId ?? raw)
      .digest('hex');
    const ctx: CommandContext = {
      principal: { kind: 'reporter', ticketId: question.ticketId },
      requestId,
      idempotency: { scope: 'inbound-mail', key, hash: createHash('sha256').update(question.id).digest('hex') },
    };
    return this.send({ ticketId: question.ticketId, version: null, text, photos }, question.status === 'asked', ctx);
  }

  private async send(
    input: { ticketId: string; version: null; text: string; photos: readonly Prepared[] },
    asked: boolean,
    ctx: CommandContext,
  ): Promise<MailTaken> {
    let waits = asked;
    for (let tried = 1; ; tried += 1) {
      try {
        const { code } = waits
          ? await this.reply.execute({ ...input, channel: 'mail' }, ctx)
          : await this.addFacts.execute(input, ctx);
        return { outcome: waits ? 'reply' : 'facts', code };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (error.kind === 'stale-version' && tried < TRIES) continue;
        if (error.kind !== 'conflict') throw error;
        if (!waits) {
          await this.late.tell(input.ticketId);
          return ignored('ended');
        }
        // The agency has gone on meanwhile.
        waits = false;
      }
    }
  }

  /** Images alone; one that cannot be read does not keep back the words. */
  private async photosOf(files: readonly Attachment[]): Promise<Prepared[]> {
    const uploads: Upload[] = files
      .filter(({ mimeType }) => mimeType.startsWith('image/'))
      .slice(0, MOST_PHOTOS)
      .map(({ filename, content }) => ({ field: 'photos', name: filename ?? 'anh', bytes: bytesOf(content) }));
    const prepared = await Promise.all(
      uploads.map(async (upload) => {
        try {
          return await this.attachments.prepare([upload], { field: 'photos' });
        } catch (error) {
          if (error instanceof Problem) return [];
          throw error;
        }
      }),
    );
    return prepared.flat();
  }
}

function ignored(reason: Ignored): MailTaken {
  return { outcome: 'ignored', reason };
}

async function parsed(raw: Buffer): Promise<Email | null> {
  if (isOnlyLines(raw)) return null;
  try {
    return await PostalMime.parse(raw, { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 });
  } catch {
    return null;
  }
}

function bytesOf(content: Attachment['content']): Buffer {
  if (typeof content === 'string') return Buffer.from(content, 'base64');
  return Buffer.from(content instanceof Uint8Array ? content : new Uint8Array(content));
}
