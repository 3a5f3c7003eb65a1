import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Problem } from '../kernel/index.js';
import {
  ConcurrentChange,
  isUniqueViolation,
  managerOf,
  Reader,
  storedInstant,
  type Transaction,
} from '../platform/database/index.js';
import { referenceOf, type Letter } from './domain/letter.js';
import { LetterRow, type LetterForm, type LetterKind, type SignedAs } from './entities.js';

export interface NewLetter {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: LetterKind;
  readonly agencyCode: string;
  /** 'YYYY-MM-DD' in Viet Nam; its year is that of the number. */
  readonly datedOn: string;
  /** The number that the agency's own system gave; null: the next of the series. */
  readonly ownReference: string | null;
  readonly form: LetterForm;
  readonly parts: Readonly<Record<string, string>>;
  readonly signedByAccountId: string;
  readonly signedAs: SignedAs;
  readonly signedForAccountId: string | null;
  readonly signedAt: Date;
}

/** The letters that have gone out, and their numbers. */
@Injectable()
export class LetterRegister {
  constructor(private readonly reader: Reader) {}

  /**
   * Enters a letter with the next number of its series, in one statement: what the statement has read of the
   * series cannot change before it is committed, so that there is no number twice and none left out.
   *
   * @throws Problem `invalid-input` on `number` when the agency's own number is taken; ConcurrentChange when
   * somebody was faster, so that the unit of work begins anew.
   */
  async enter(transaction: Transaction, letter: NewLetter): Promise<void> {
    try {
      await insertNumbered(managerOf(transaction), letter);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      if (letter.ownReference !== null) {
        const message = `Đơn vị đã có văn bản số ${letter.ownReference} trong năm nay; xin xem lại số.`;
        throw Problem.invalid([{ field: 'number', message }]);
      }
      throw new ConcurrentChange(`The number of letter ${letter.id} was taken meanwhile.`);
    }
  }

  /** The newest letter of a kind about a ticket; null when there is none. */
  async ofTicket(ticketId: string, kind: LetterKind): Promise<LetterRow | null> {
    return this.reader.manager.findOne(LetterRow, { where: { ticketId, kind }, order: { id: 'DESC' } });
  }
}

/** The number as it stands on the letter. */
export function letterReference({ number, ownReference, form }: LetterRow): string {
  return number === null ? (ownReference ?? '') : referenceOf(number, form.symbol);
}

/** The letter as it was signed. */
export function letterOf(row: LetterRow): Letter {
  return { ...row.form, reference: letterReference(row), datedOn: row.datedOn, signed: true };
}

async function insertNumbered(manager: EntityManager, letter: NewLetter): Promise<void> {
  const { agencyCode, kind, ownReference } = letter;
  const year = Number(letter.datedOn.slice(0, 4));
  const columns: readonly (readonly [string, string | number | null])[] = [
    ['id', letter.id],
    ['ticket_id', letter.ticketId],
    ['kind', kind],
    ['agency_code', agencyCode],
    ['series_year', year],
    ['own_reference', ownReference],
    ['dated_on', letter.datedOn],
    ['form', JSON.stringify(letter.form)],
    ['parts', JSON.stringify(letter.parts)],
    ['signed_by_account_id', letter.signedByAccountId],
    ['signed_as', letter.signedAs],
    ['signed_for_account_id', letter.signedForAccountId],
    ['signed_at', storedInstant(letter.signedAt)],
  ];
  const names = columns.map(([name]) => name).join(', ');
  const marks = columns.map(() => '?').join(', ');
  const values = columns.map(([, value]) => value);
  if (ownReference !== null) {
    await manager.query(`insert into letter (${names}) values (${marks})`, values);
    return;
  }
  await manager.query(
    `insert into letter (${names}, number) select ${marks}, coalesce(max(number), 0) + 1
       from letter where agency_code = ? and series_year = ? and kind = ?`,
    [...values, agencyCode, year, kind],
  );
}
