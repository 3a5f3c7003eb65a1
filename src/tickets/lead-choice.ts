import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { Problem } from '../kernel/index.js';
import type { Ticket } from './domain/ticket.js';
import { TicketCategories } from './ticket-categories.js';

type About = Pick<Ticket, 'leadAgencyCode' | 'categoryCode' | 'subjectAgencyCode'>;

/** Which agency may be put in charge of a ticket. */
@Injectable()
export class LeadChoice {
  constructor(
    private readonly directory: Directory,
    private readonly categories: TicketCategories,
  ) {}

  /** What is wrong with an agency as lead; null when it can lead. */
  wrong(code: string, { categoryCode, subjectAgencyCode }: About): string | null {
    if (code === '') return 'Xin chọn đơn vị sẽ chủ trì.';
    if (!this.directory.agencies().some((agency) => agency.code === code))
      return 'Không có đơn vị này; xin chọn lại trong danh sách.';
    if (
      subjectAgencyCode !== null &&
      categoryCode !== null &&
      this.categories.neverToSubject(categoryCode) &&
      this.directory.isKin(code, subjectAgencyCode)
    )
      return 'Phản ánh về một cơ quan không giao cho chính cơ quan đó chủ trì.';
    return null;
  }

  /** @throws Problem `invalid-input` beside `leadAgencyCode`. */
  require(code: string, ticket: About): string {
    const message = this.wrong(code, ticket);
    if (message !== null) throw Problem.invalid([{ field: 'leadAgencyCode', message }]);
    return code;
  }

  /**
   * Who looks at an answer again: the one above whoever gave it, or null when nobody is, or when it is the
   * agency complained about; then the centre names another.
   */
  above(code: string | null, ticket: About): string | null {
    if (code === null) return null;
    try {
      const superior = this.directory.superiorOf(code);
      return this.wrong(superior.code, ticket) === null ? superior.code : null;
    } catch (error) {
      if (error instanceof Problem) return null;
      throw error;
    }
  }

  nameOf(code: string): string {
    return this.directory.agency(code)?.name ?? code;
  }
}
