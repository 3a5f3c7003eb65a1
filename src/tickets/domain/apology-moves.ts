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
    readonly at: Date;
  },
): TicketChange {
  const { letterId, text, committedOn, actor, at } = letter;
  const { agencyCode } = owed;
  return change(loaded.ticket.state, {
    apology: { ...owed, status: 'sent', text, committedOn, sentAt: at, signedByAccountId: actor.accountId },
    clocks: ofKinds(loaded.running, ['apology']).map((clock) => stopped(clock, at, 'apology_sent')),
    notes: [{ type: 'apology_sent', data: { agencyCode, letterId } }],
    events: [{ type: 'ticket.apology_sent', data: { agencyCode, letterId } }],
  });
}
