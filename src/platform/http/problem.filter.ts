import { Catch, HttpException, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { Problem, type FieldError, type ProblemKind } from '../../kernel/index.js';
import { isRetryable } from '../database/index.js';
import { Log } from '../log/index.js';
import { isApi, type ServiceRequest } from './request.js';

const STATUS: Readonly<Record<ProblemKind, number>> = {
  'invalid-input': 400,
  'idempotency-key-missing': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  gone: 410,
  conflict: 409,
  'stale-version': 409,
  unprocessable: 422,
  'idempotency-key-reused': 422,
  'too-many-requests': 429,
  unavailable: 503,
};

/** RFC 9457, with the fields beside. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly requestId: string;
  readonly errors: readonly FieldError[];
  /** Of a stale version: what has happened since, oldest first. */
  readonly changes?: readonly { readonly text: string; readonly at: string }[];
}

/** Makes the HTML page of a problem; the templates are plugged in by the module that has them. */
export abstract class ProblemPage {
  abstract render(body: ProblemBody, request: ServiceRequest): string;
}

/** How errors look below some address, where a standard says so. */
export interface ProblemDialect {
  /** Paths that begin with it, in any case: "/open311/". */
  readonly below: string;
  answer(body: ProblemBody, path: string): Told;
}

interface Told {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The dialects of the service's parts, registered by their modules. */
@Injectable()
export class ProblemDialects {
  private readonly dialects: ProblemDialect[] = [];

  register(dialect: ProblemDialect): void {
    this.dialects.push(dialect);
  }

  /** @returns null where an error has the usual shape. */
  of(path: string): ProblemDialect | null {
    return this.dialects.find(({ below }) => path.toLowerCase().startsWith(below)) ?? null;
  }
}

/** One shape for every error. What is not expected becomes a 500 that says nothing of its inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly page: ProblemPage,
    private readonly dialects: ProblemDialects,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<ServiceRequest>();
    const response = http.getResponse<Response>();
    const body = describe(error, request.requestId);
    if (body.status >= 500) this.log.error({ requestId: request.requestId, error }, 'unexpected error');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const told = this.dialects.of(request.path)?.answer(body, request.path);
    response.status(told?.status ?? body.status);
    // The handler's own headers are set before it runs: a page that may be kept, and then does not come about.
    response.setHeader('Cache-Control', 'no-store');
    if (told) response.set(told.headers).type(told.type).send(told.text);
    else if (isApi(request)) response.type('application/problem+json').send(JSON.stringify(body));
    else response.type('html').send(this.page.render(body, request));
  }
}

function describe(error: unknown, requestId: string): ProblemBody {
  if (error instanceof Problem) {
    return {
      type: `urn:pakn:${error.kind}`,
      title: error.title,
      status: STATUS[error.kind],
      requestId,
      errors: error.fields,
      ...(error.kind === 'stale-version'
        ? { changes: error.changes.map(({ text, at }) => ({ text, at: at.toISOString() })) }
        : {}),
    };
  }
  // Overtaken time and again: nothing was written, and the same may be sent again.
  const status = isRetryable(error) ? 503 : httpStatus(error);
  const [kind, title] = STANDARD[status] ?? (status < 500 ? UNREADABLE : UNEXPECTED);
  return { type: `urn:pakn:${kind}`, title, status: status >= 400 ? status : 500, requestId, errors: [] };
}

/** Nest's own exceptions, and the ones of Express' body parser and router (`http-errors`). */
function httpStatus(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { status?: unknown } | null)?.status;
  const expose = (error as { expose?: unknown } | null)?.expose;
  if (typeof status === 'number' && expose === true) return status;
  // A malformed percent-escape in the path: the router throws a plain URIError.
  return error instanceof URIError ? 400 : 500;
}

const UNREADABLE = ['invalid-input', 'Yêu cầu không đọc được. Xin kiểm tra lại nội dung gửi lên.'] as const;
const UNEXPECTED = [
  'unexpected',
  'Có lỗi ở phía 1022. Nội dung anh chị gửi có thể chưa được ghi; xin thử lại, hoặc gọi 1022.',
] as const;

const STANDARD: Readonly<Record<number, readonly [string, string]>> = {
  400: UNREADABLE,
  401: ['unauthenticated', 'Xin đăng nhập để làm tiếp.'],
  403: ['forbidden', 'Không tìm thấy nội dung này.'],
  404: ['not-found', 'Không tìm thấy trang này.'],
  405: ['method-not-allowed', 'Địa chỉ này không nhận cách gửi đó.'],
  413: ['too-large', 'Nội dung gửi lên quá lớn.'],
  415: ['unsupported-media-type', 'Kiểu nội dung gửi lên không được nhận. Xin gửi JSON hoặc biểu mẫu.'],
  429: ['too-many-requests', 'Gửi quá nhiều lần trong thời gian ngắn. Xin đợi ít phút rồi gửi lại.'],
  500: UNEXPECTED,
  503: ['unavailable', 'Hệ thống đang bận hoặc đang dừng. Xin thử lại sau ít phút.'],
};
