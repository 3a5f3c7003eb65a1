import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/index.js';
import { bytesToUlid, ulidToBytes } from './domain/tracking-token.js';

const ID_BYTES = 16;
const MAC_BYTES = 16;

/**
 * The reporter's own link: whoever has it sees the ticket's progress and answer, so it cannot be guessed.
 * A token is the ticket's id and 128 bits of HMAC-SHA256 over it, in base64url (43 characters, fit for an
 * SMS). Nothing is stored: the link can be made again at any time.
 */
@Injectable()
export class TrackingLinks {
  constructor(private readonly config: Config) {}

  tokenFor(ticketId: string): string {
    return Buffer.concat([ulidToBytes(ticketId), this.mac(ticketId)]).toString('base64url');
  }

  /** Within this service, without host. */
  pathFor(ticketId: string): string {
    return `/theo-doi/${this.tokenFor(ticketId)}`;
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
    return createHmac('sha256', this.config.secret).update(`tracking-link:${ticketId}`).digest().subarray(0, MAC_BYTES);
  }
}
