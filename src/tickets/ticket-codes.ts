import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { dayInVietnam } from '../kernel/index.js';
import { CODES_PER_YEAR, formatTicketCode, parseTicketCode, type ParsedCode } from './domain/ticket-code.js';

/** The codes of this province's tickets. */
@Injectable()
export class TicketCodes {
  constructor(private readonly directory: Directory) {}

  /** A code drawn at random; whether it is taken, the database says. */
  draw(at: Date): string {
    return formatTicketCode(
      this.directory.province.ticketPrefix,
      Number(dayInVietnam(at).slice(0, 4)),
      randomInt(CODES_PER_YEAR),
    );
  }

  /** Reads a code in whatever way it was typed. */
  parse(typed: string): ParsedCode {
    return parseTicketCode(this.directory.province.ticketPrefix, typed);
  }
}
