/** A file that goes with a mail. */
export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** One mail to one person. */
export interface Mail {
  readonly to: { readonly name: string | null; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments?: readonly MailAttachment[];
  /** With angle brackets. The same for every attempt, so that a mailbox can drop a repeat. */
  readonly messageId: string;
  /** Where an answer goes; left out: nobody reads one. */
  readonly replyTo?: string;
}

export type MailOutcome =
  /** The gateway has taken it over. */
  | { readonly kind: 'sent' }
  /** This recipient or this mail will never be taken (SMTP 5xx, an address that is none). */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Not now for this recipient (SMTP 4xx: mailbox full, greylisting). */
  | { readonly kind: 'deferred'; readonly reason: string }
  /** The gateway itself cannot be reached or does not let us in: nothing can be sent now. */
  | { readonly kind: 'gateway_down'; readonly reason: string };

/**
 * Hands mails to the world. Never throws for what the world does; `reason` is a code ("EENVELOPE 550"),
 * never the server's sentence, which repeats the address.
 */
export abstract class MailTransport {
  abstract send(mail: Mail): Promise<MailOutcome>;
  abstract close(): void;
}
