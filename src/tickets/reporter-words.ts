import { Injectable } from '@nestjs/common';
import { Reader } from '../platform/database/index.js';
import { withoutReporter } from './domain/escrow.js';
import { TicketReporterRow } from './entities.js';

/** What the reporter says later, without the reporter: agencies see the case, not the person. */
@Injectable()
export class ReporterWords {
  constructor(private readonly reader: Reader) {}

  /** The text with the reporter's own name, phone and e-mail blanked. */
  async blanked(ticketId: string, text: string): Promise<string> {
    const reporter = text === '' ? null : await this.reader.manager.findOneBy(TicketReporterRow, { ticketId });
    return reporter === null ? text : withoutReporter(text, reporter);
  }
}
