import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/index.js';
import { addressIn, type Language } from '../platform/http/index.js';
import { TicketTokens } from './ticket-token.js';

/** The reporter's own link: whoever has it sees the ticket's progress and answer, so it cannot be guessed. */
@Injectable()
export class TrackingLinks {
  private readonly tokens: TicketTokens;

  constructor(private readonly config: Config) {
    this.tokens = new TicketTokens(config.secret, 'tracking-link');
  }

  tokenFor(ticketId: string): string {
    return this.tokens.tokenFor(ticketId);
  }

  /** Within this service, without host. */
  pathFor(ticketId: string): string {
    return `/theo-doi/${this.tokenFor(ticketId)}`;
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
