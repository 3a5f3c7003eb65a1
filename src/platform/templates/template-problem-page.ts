import { Injectable } from '@nestjs/common';
import { ProblemPage, queryIn, type ProblemBody, type ServiceRequest } from '../http/index.js';
import { Pages } from './pages.js';

/** The error page of people: what happened, and where to go from here. */
@Injectable()
export class TemplateProblemPage extends ProblemPage {
  constructor(private readonly pages: Pages) {
    super();
  }

  override render({ status, title, errors, requestId }: ProblemBody, request: ServiceRequest): string {
    // The first sentence is the heading, the others say what to do.
    const [, heading = title, rest = ''] = /^(.+?[.?!])\s+(.+)$/s.exec(title) ?? [];
    // Staff look nothing up by a code of their own: their way back is the page they work at.
    const staff = (request.principal as { kind?: unknown } | undefined)?.kind === 'staff';
    // A form that was turned away before it was read: the browser has it still.
    const back = request.method === 'POST' && [400, 413, 429, 503].includes(status);
    const model = { status, back, title: heading.replace(/\.$/, ''), rest, errors, broken: status >= 500, requestId, staff };
    const language = (request as Partial<ServiceRequest>).language ?? 'vi';
    return this.pages.render('portal/error', model, { path: request.path, query: queryIn(request.url), language });
  }
}
