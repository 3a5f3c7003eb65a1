import { Injectable } from '@nestjs/common';
import { Directory, inSentence } from '../agencies/index.js';
import type { LetterForm } from '../letters/index.js';
import { Templates } from '../platform/templates/index.js';
import type { Apology } from './domain/apology.js';
import {
  paragraphsOf,
  TO_FILL_IN,
  withoutFullStop,
  type ApologyParts,
  type ApologySignature,
} from './domain/apology-letter.js';
import { authorityLines, filedUnder, letterhead, type Letterhead } from './domain/letterhead.js';
import type { Ticket } from './domain/ticket.js';
import { TicketCategories } from './ticket-categories.js';

/** Makes the words and the form of a letter of apology, from the templates and what the province says of the agency. */
@Injectable()
export class ApologyForms {
  constructor(
    private readonly directory: Directory,
    private readonly templates: Templates,
    private readonly categories: TicketCategories,
  ) {}

  /** @param agencyCode of whoever writes. @throws Error for a code that is none. */
  head(agencyCode: string): Letterhead {
    const agency = this.directory.agency(agencyCode);
    if (agency === null) throw new Error(`There is no agency ${agencyCode}.`);
    const ward = agency.wardCode === null ? null : this.directory.unit(agency.wardCode);
    return letterhead(agency, {
      parent: agency.parentCode === null ? null : this.directory.agency(agency.parentCode),
      wardName: ward?.name ?? null,
      province: this.directory.province,
    });
  }

  /** What the service knows: which ticket, when it was due and when answered. What only a person knows stands in brackets. */
  draft(ticket: Ticket, owed: Apology, agencyCode: string): ApologyParts {
    const { code, receivedAt, answeredAt, categoryCode, wardCode, isOpen } = ticket;
    const ward = wardCode === null ? null : this.directory.unit(wardCode);
    const opening = this.templates.render('letters/apology/opening/text', {
      agency: this.agencyName(agencyCode),
      hotline: this.directory.province.hotline.phone,
      code,
      category: categoryCode === null ? null : inSentence(this.categories.name(categoryCode)),
      ward: ward === null ? null : inSentence(ward.name),
      receivedAt,
      dueAt: owed.breachedDueAt,
      // Before the gate nobody has been answered.
      answeredAt: isOpen ? null : answeredAt,
    });
    const contact = this.head(agencyCode).contact ?? TO_FILL_IN.contact;
    return { ...TO_FILL_IN, opening: opening.trim(), committedOn: '', contact };
  }

  /** The letter's words, without head and signature. `parts` are right. */
  words(parts: ApologyParts, agencyCode: string): string {
    const body = this.templates.render('letters/apology/body/text', {
      ...parts,
      contact: withoutFullStop(parts.contact),
      agency: this.agencyName(agencyCode),
    });
    return paragraphsOf(body).join('\n\n');
  }

  /** The whole letter but for number and day. It names the ticket, not the citizen: whoever signs does not know who it is. */
  form(
    ticket: Pick<Ticket, 'code'>,
    parts: ApologyParts,
    by: {
      readonly agencyCode: string;
      readonly signer: string;
      readonly signature: Pick<ApologySignature, 'signedAs' | 'signerTitle'>;
    },
  ): LetterForm {
    const head = this.head(by.agencyCode);
    const { province } = this.directory;
    const centre = this.agencyName(province.centreAgency);
    return {
      parent: head.parent,
      agency: head.agency,
      symbol: head.symbol,
      about: `xin lỗi vì trả lời chậm phản ánh mã ${ticket.code}`,
      place: head.place,
      to: `Ông/Bà gửi phản ánh mã ${ticket.code}`,
      paragraphs: paragraphsOf(this.words(parts, by.agencyCode)),
      recipients: [
        'Như trên',
        ...(by.agencyCode === province.centreAgency ? [] : [`${centre} (để theo dõi)`]),
        filedUnder(head.symbol),
      ],
      authority: authorityLines(head, by.signature.signedAs, by.signature.signerTitle),
      signer: by.signer,
    };
  }

  private agencyName(code: string): string {
    return this.directory.agency(code)?.name ?? code;
  }
}
