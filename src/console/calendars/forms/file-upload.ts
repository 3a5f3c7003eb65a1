import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../../../kernel/index.js';
import { textOfFile } from './notice-text.js';
import { FILE_PROBLEM } from './notice-form.js';

/** A year's notice is a page; a larger file is another file. */
const MOST_BYTES = 256 * 1024;

/**
 * Reads a form with a file before anything else looks at the request, so that its token and its key stand in
 * the body as those of every other form. The file takes the place of what was pasted; one that cannot be read
 * leaves its reason in `fileProblem`.
 */
@Injectable()
export class FileUpload implements NestMiddleware {
  async use(request: Request, _response: Response, next: NextFunction): Promise<void> {
    const type = request.get('content-type') ?? '';
    if (request.method !== 'POST' || !type.startsWith('multipart/form-data')) {
      next();
      return;
    }
    try {
      request.body = await fieldsOf(request, type);
      next();
    } catch (error) {
      next(error);
    }
  }
}

async function fieldsOf(request: Request, type: string): Promise<Record<string, string>> {
  const body = await bytesOf(request);
  let form: FormData;
  try {
    form = await new WebResponse(body, { headers: { 'content-type': type } }).formData();
  } catch {
    throw Problem.invalid([{ field: 'file', message: 'Chưa đọc được tệp. Xin gửi lại.' }]);
  }
  const fields: Record<string, string> = {};
  for (const [name, value] of form.entries()) {
    if (typeof value === 'string') fields[name] = value;
    else if (value.size > 0) {
      const read = textOfFile(new Uint8Array(await value.arrayBuffer()));
      if ('text' in read) fields['table'] = read.text;
      else fields[FILE_PROBLEM] = read.unreadable;
    }
  }
  return fields;
}

/** The web's own, which knows forms with files; Express has another of the same name. */
const WebResponse = globalThis.Response;

async function bytesOf(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES)
      throw Problem.invalid([{ field: 'file', message: 'Tệp lớn quá 256 KB; thông báo cả năm chỉ vài chục dòng.' }]);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
