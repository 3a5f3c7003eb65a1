import { Entity } from 'typeorm';
import {
  CodeColumn,
  DayColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
} from '../platform/database/index.js';
import type { Letter } from './domain/letter.js';

export type LetterKind = 'apology';

/** How the signer stands to the office: its head, for the head (ký thay), or by the head's order (thừa lệnh). */
export type SignedAs = 'head' | 'deputy' | 'by_order';

/** What of a letter is on the paper as it was signed; the number comes with the row. */
export type LetterForm = Omit<Letter, 'reference' | 'datedOn' | 'signed'>;

/** A letter that has gone out. Rows are only added; what configuration says later does not change them. */
@Entity('letter')
export class LetterRow {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @CodeColumn('kind', 16) kind!: LetterKind;
  @CodeColumn('agency_code', 40) agencyCode!: string;
  /** Of the day in Viet Nam on which it is dated. */
  @IntegerColumn('series_year') seriesYear!: number;
  /** 1, 2, … of the agency, year and kind, without gaps; null when the agency has numbered it elsewhere. */
  @IntegerColumn('number', { nullable: true }) number!: number | null;
  /** The whole number that the agency's own system of documents gave. */
  @LineColumn('own_reference', 60, { nullable: true }) ownReference!: string | null;
  @DayColumn('dated_on') datedOn!: string;
  @JsonColumn('form') form!: LetterForm;
  /** What it says, part by part, as the kind of letter has them; no name of the citizen. */
  @JsonColumn('parts') parts!: Readonly<Record<string, string>>;
  @IdColumn('signed_by_account_id') signedByAccountId!: string;
  @CodeColumn('signed_as', 10) signedAs!: SignedAs;
  /** The head in whose place it is signed, where the right was lent; null: in the signer's own. */
  @IdColumn('signed_for_account_id', { nullable: true }) signedForAccountId!: string | null;
  @InstantColumn('signed_at') signedAt!: Date;
}

export const lettersEntities = [LetterRow];
