import { redact } from './redact.js';
import { fromMarked, type Segment } from './segments.js';

/** A letter of apology as the public reads it: its parts without persons, and who stands for it. */
export interface PublicApology {
  readonly agencyName: string;
  /** "05/UBND-PAKN". */
  readonly reference: string;
  /** ISO instant. */
  readonly sentAt: string;
  readonly committedOn: string;
  readonly opening: readonly Segment[];
  readonly reason: readonly Segment[];
  readonly remedy: readonly Segment[];
  /** Whom to ask is public by its nature: nothing there is hidden of itself. */
  readonly contact: readonly Segment[];
  readonly signer: string;
}

/** The letter with the automatic pass over every part that may speak of somebody. */
export function publicApology(letter: {
  readonly agencyName: string;
  readonly reference: string;
  readonly sentAt: Date;
  readonly parts: Readonly<Record<string, string>>;
  readonly signer: string;
}): PublicApology {
  const { agencyName, reference, sentAt, parts, signer } = letter;
  const part = (name: string): string => parts[name] ?? '';
  return {
    agencyName,
    reference,
    sentAt: sentAt.toISOString(),
    committedOn: part('committedOn'),
    opening: redact(part('opening')),
    reason: redact(part('reason')),
    remedy: redact(part('remedy')),
    contact: fromMarked(part('contact')),
    signer,
  };
}
