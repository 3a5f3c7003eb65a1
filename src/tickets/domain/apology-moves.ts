import type { Actor } from './actor.js';
import type { Apology } from './apology.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { ofKinds, stopped } from './clock-moves.js';

/** The letter goes to the citizen, once. Wherever the ticket is, it stays there. */
export function sendApology(
  loaded: LoadedTicket,
  owed: Apology,
  letter: {
    readonly letterId: string;
    /** Its words as the citizen reads them. */
    readonly text: string;
    readonly committedOn: string;
    readonly actor: Actor;
    /** In whose place it is signed; null or left out: in the signer's own right. */
    readonly signedFor?: string | null;
    readonly at: Date;
  },
): TicketChange {
  const { letterId, text, committedOn, actor, signedFor = null, at } = letter;
  const { agencyCode } = owed;
  return change(loaded.ticket.state, {
    apology: { ...owed, status: 'sent', text, committedOn, sentAt: at, signedByAccountId: actor.accountId },
    clocks: ofKinds(loaded.running, ['apology']).map((clock) => stopped(clock, at, 'apology_sent')),
    notes: [
      {
        type: 'apology_sent',
        data: { agencyCode, letterId, ...(signedFor === null ? {} : { forAccountId: signedFor }) },
      },
    ],
    events: [{ type: 'ticket.apology_sent', data: { agencyCode, letterId } }],
  });
}
