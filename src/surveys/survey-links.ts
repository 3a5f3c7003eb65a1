import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/index.js';
import { bytesToUlid, ulidToBytes } from '../tickets/index.js';

const ID_BYTES = 16;
const MAC_BYTES = 16;

/**
 * The link in the mail of the answer, by which it is rated: the ticket's id and an HMAC of its own, so that
 * whoever is given it to rate an answer cannot follow the ticket with it. Nothing is stored.
 */
@Injectable()
export class SurveyLinks {
  constructor(private readonly config: Config) {}

  tokenFor(ticketId: string): string {
    return Buffer.concat([ulidToBytes(ticketId), this.mac(ticketId)]).toString('base64url');
  }

  /** Within this service, without host. */
  pathFor(ticketId: string): string {
    return `/danh-gia/${this.tokenFor(ticketId)}`;
  }

  /** As it is sent to people. */
  urlFor(ticketId: string): string {
    return `${this.config.publicUrl}${this.pathFor(ticketId)}`;
  }

  /** @returns the ticket's id, or null when the token is not one of ours. Takes the same time for every wrong token. */
  ticketIdOf(token: string): string | null {
    const bytes = Buffer.from(token, 'base64url');
    // Node's decoder skips what is not base64url: only the canonical spelling is a token.
    if (bytes.length !== ID_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return null;
    const ticketId = bytesToUlid(bytes.subarray(0, ID_BYTES));
    return timingSafeEqual(bytes.subarray(ID_BYTES), this.mac(ticketId)) ? ticketId : null;
  }

  private mac(ticketId: string): Buffer {
    return createHmac('sha256', this.config.secret).update(`survey-link:${ticketId}`).digest().subarray(0, MAC_BYTES);
  }
}
