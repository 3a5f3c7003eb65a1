import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/index.js';
import { addressIn, type Language } from '../platform/http/index.js';
import { TicketTokens } from '../tickets/index.js';

/**
 * The link in the mail of the answer, by which it is rated: a token of its own, so that whoever is given it to
 * rate an answer cannot follow the ticket with it.
 */
@Injectable()
export class SurveyLinks {
  private readonly tokens: TicketTokens;

  constructor(private readonly config: Config) {
    this.tokens = new TicketTokens(config.secret, 'survey-link');
  }

  tokenFor(ticketId: string): string {
    return this.tokens.tokenFor(ticketId);
  }

  /** Within this service, without host. */
  pathFor(ticketId: string): string {
    return `/danh-gia/${this.tokenFor(ticketId)}`;
  }

  /** As it is sent to people. */
  urlFor(ticketId: string, language: Language = 'vi'): string {
    return `${this.config.publicUrl}${addressIn(language, this.pathFor(ticketId))}`;
  }

  /** @returns the ticket's id, or null when the token is not one of ours. */
  ticketIdOf(token: string): string | null {
    return this.tokens.ticketIdOf(token);
  }
}
