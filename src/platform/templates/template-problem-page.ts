import { Injectable } from '@nestjs/common';
import { ProblemPage, type ProblemBody, type ServiceRequest } from '../http/index.js';
import { Pages } from './pages.js';

/** A problem as a page, for whoever asked with a browser. */
@Injectable()
export class TemplateProblemPage extends ProblemPage {
  constructor(private readonly pages: Pages) {
    super();
  }

  render(body: ProblemBody, request: ServiceRequest): string {
    const { status, title, errors, requestId } = body;
    return this.pages.render('portal/error', { status, title, errors, requestId, broken: status >= 500 }, { path: request.path });
  }
}
