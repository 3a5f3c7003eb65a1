import type { ArgumentsHost } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../kernel/index.js';
import { ConcurrentChange } from '../database/index.js';
import { Log } from '../log/index.js';
import { ProblemDialects, ProblemFilter, ProblemPage, type ProblemBody } from './problem.filter.js';

class NoPage extends ProblemPage {
  render(): string {
    return '';
  }
}

/** What the filter sends for an error of a request to the API. */
function sent(error: unknown): ProblemBody {
  let text = '';
  const response = {
    headersSent: false,
    status: () => response,
    setHeader: () => response,
    type: () => response,
    send: (body: string) => (text = body),
  };
  const host = {
    switchToHttp: () => ({
      getRequest: () => ({ requestId: '01J00000000000000000000000', path: '/api/v1/x', originalUrl: '/api/v1/x' }),
      getResponse: () => response,
    }),
  } as unknown as ArgumentsHost;
  const log = { error: () => undefined } as unknown as Log;
  new ProblemFilter(log, new NoPage(), new ProblemDialects()).catch(error, host);
  return JSON.parse(text) as ProblemBody;
}

describe('an error is told', () => {
  it.each<[string, unknown, number, RegExp]>([
    ['what a person did wrong', Problem.notFound(), 404, /Không tìm thấy/],
    ['who was overtaken time and again', new ConcurrentChange('x has changed'), 503, /đang bận.*thử lại/],
    ['what nobody foresaw', new Error('inside'), 500, /Có lỗi ở phía 1022/],
  ])('%s', (_, error, status, title) => {
    const body = sent(error);
    expect(body).toMatchObject({ status, title: expect.stringMatching(title) });
    expect(JSON.stringify(body)).not.toMatch(/inside|has changed/);
  });
});
