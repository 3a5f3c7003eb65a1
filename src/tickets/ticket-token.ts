import { createHmac, timingSafeEqual } from 'node:crypto';
import { bytesToUlid, ulidToBytes } from './domain/tracking-token.js';

const ID_BYTES = 16;
const MAC_BYTES = 16;

/**
 * Tokens for links about a ticket: its id and 128 bits of HMAC-SHA256 over it, in base64url (43 characters, fit
 * for an SMS). Nothing is stored: a link can be made again at any time.
 */
export class TicketTokens {
  /** @param purpose what the link is for: one made for another is none of ours. */
  constructor(
    private readonly secret: string,
    private readonly purpose: string,
  ) {}

  tokenFor(ticketId: string): string {
    return Buffer.concat([ulidToBytes(ticketId), this.mac(ticketId)]).toString('base64url');
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
    return createHmac('sha256', this.secret).update(`${this.purpose}:${ticketId}`).digest().subarray(0, MAC_BYTES);
  }
}
