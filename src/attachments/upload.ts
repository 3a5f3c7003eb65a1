import { Injectable, PayloadTooLargeException, type NestMiddleware } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../kernel/index.js';
import type { ServiceRequest, UnreadForm } from '../platform/http/index.js';
import { MOST_FILES, MOST_UPLOADED } from './domain/file-kind.js';

/** A file as a form sent it. */
export interface Upload {
  /** Name of the form's field. */
  readonly field: string;
  /** As the sender's machine called it. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** All of a form: its files and a little text. */
const MOST_BYTES = MOST_FILES * MOST_UPLOADED + 1024 * 1024;
/** Text of a form, in characters: as in a form without files. */
const MOST_TEXT = 256 * 1024;
/** What is read on and thrown away, so that a browser that was given fifty photos hears the answer instead of a broken line. */
const MOST_DRAINED = 8 * MOST_BYTES;
/** Bytes of all forms that this process reads at one time. */
const MOST_AT_ONCE = 6 * MOST_BYTES;
let reading = 0;

const uploads = new WeakMap<Request, readonly Upload[]>();

/** The files of a form that `UploadForm` has read, of one field; none for a form without files. */
export function filesOf(request: Request, field: string): readonly Upload[] {
  return allFilesOf(request).filter((upload) => upload.field === field);
}

/** The files of a form whatever its fields are called, in the order in which they came. */
export function allFilesOf(request: Request): readonly Upload[] {
  return uploads.get(request) ?? [];
}

/**
 * Lets a form with files wait unread until it is known who sends it: the guard turns strangers away, and only then is
 * the body read, before anything else looks at it, so that its key stands there as in every other form. Put it before
 * the handlers in the module: `consumer.apply(UploadForm).forRoutes(…)`; the handler takes the files with `filesOf` and
 * hands them to `Attachments.prepare`.
 *
 * In the body each field of files has their hashes, so that a key used for other files is noticed; a field
 * written several times becomes a list, as in a form without files.
 */
@Injectable()
export class UploadForm implements NestMiddleware {
  use(request: ServiceRequest, response: Response, next: NextFunction): void {
    const type = request.get('content-type') ?? '';
    if (request.method === 'POST' && type.toLowerCase().startsWith('multipart/form-data')) {
      const waiting = new WaitingForm(request, type);
      request.unreadForm = waiting;
      response.once('finish', () => void waiting.throwAway());
    }
    next();
  }
}

/** So much of a form is looked at for its hidden fields. */
const MOST_AHEAD = 64 * 1024;

class WaitingForm implements UnreadForm {
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly ahead: Buffer[] = [];
  private ended = false;
  private isRead = false;

  constructor(
    private readonly request: ServiceRequest,
    private readonly type: string,
  ) {
    // Left in the middle it stays open, or whoever is turned away would not hear why.
    this.chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  }

  async field(name: string): Promise<string | null> {
    const pattern = new RegExp(`name="${name}"(?:\\r\\n[^\\r\\n]+)*\\r\\n\\r\\n([^\\r\\n]*)\\r\\n`);
    for (;;) {
      const text = Buffer.concat(this.ahead);
      const found = pattern.exec(text.toString('latin1'))?.[1];
      if (found !== undefined || this.ended || text.length > MOST_AHEAD) return found ?? null;
      await this.more();
    }
  }

  async read(): Promise<void> {
    if (this.isRead) return;
    this.isRead = true;
    const { fields, files } = await formOf(await bytesOf(this.all()), this.type);
    this.request.body = fields;
    uploads.set(this.request, files);
  }

  /** What nobody wanted to read is not kept: a browser that is still sending hears the answer; up to so many bytes. */
  async throwAway(): Promise<void> {
    if (this.ended) return;
    await this.chunks.return?.();
    let size = 0;
    this.request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_DRAINED) this.request.destroy();
    });
    this.request.resume();
  }

  private async more(): Promise<void> {
    const next = await this.chunks.next();
    if (next.done === true) this.ended = true;
    else this.ahead.push(next.value);
  }

  private async *all(): AsyncGenerator<Buffer> {
    yield* this.ahead;
    while (!this.ended) {
      const next = await this.chunks.next();
      if (next.done === true) this.ended = true;
      else yield next.value;
    }
  }
}

interface ReadForm {
  readonly fields: Record<string, string | string[]>;
  readonly files: readonly Upload[];
}

/** The web's own, which knows forms with files; Express has another of the same name. */
const WebResponse = globalThis.Response;

async function formOf(body: Buffer<ArrayBuffer>, type: string): Promise<ReadForm> {
  let form: FormData;
  try {
    form = await new WebResponse(body, { headers: { 'content-type': type } }).formData();
  } catch {
    throw Problem.invalid([{ field: 'files', message: UNREADABLE }], UNREADABLE);
  }
  const fields = new Map<string, string[]>();
  const files: Upload[] = [];
  let letters = 0;
  for (const [field, value] of form.entries()) {
    letters += field.length + (typeof value === 'string' ? value.length : 0);
    if (letters > MOST_TEXT) throw new PayloadTooLargeException();
    let text: string;
    // A field of files in which none was chosen is sent as a file without name and content.
    if (typeof value === 'string') text = value;
    else if (value.name === '' && value.size === 0) text = '';
    else {
      const bytes = Buffer.from(await value.arrayBuffer());
      files.push({ field, name: value.name, bytes });
      text = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    }
    // A field of files in which none was chosen is sent as an empty text.
    const known = (fields.get(field) ?? []).filter((one) => one !== '');
    fields.set(field, text === '' && known.length > 0 ? known : [...known, text]);
  }
  return {
    fields: Object.fromEntries([...fields].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all])),
    files,
  };
}

const UNREADABLE = 'Chưa đọc được tệp gửi lên. Xin chọn lại tệp rồi gửi lại.';

async function bytesOf(sent: AsyncIterable<Buffer>): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  let kept = 0;
  let busy = false;
  try {
    for await (const chunk of sent) {
      size += chunk.length;
      if (size > MOST_DRAINED) break;
      busy ||= reading + chunk.length > MOST_AT_ONCE;
      if (busy || size > MOST_BYTES) continue;
      reading += chunk.length;
      kept += chunk.length;
      chunks.push(chunk);
    }
    if (busy) throw new Problem('unavailable', 'Đang có nhiều người gửi ảnh cùng lúc. Xin đợi ít phút rồi gửi lại.');
    if (size > MOST_BYTES) {
      const most = `Các tệp gửi cùng lúc lớn quá: nhiều nhất ${MOST_FILES} tệp, mỗi tệp 10 MB. Xin gửi bớt lại.`;
      throw Problem.invalid([{ field: 'files', message: most }], most);
    }
    return Buffer.concat(chunks);
  } finally {
    reading -= kept;
  }
}
