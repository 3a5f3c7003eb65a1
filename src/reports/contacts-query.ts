import { Injectable } from '@nestjs/common';
import { CONTACT_KINDS, type ContactKind } from '../intake/index.js';
import { Reader, storedInstant } from '../platform/database/index.js';

// Complaints and denunciations are in no figure, nor the calls that brought them: whoever reads it can be accused as
// well. One statement, so that what is counted by outcome adds up to what is counted as a whole.
const COUNTS = `
  select c.kind as kind, count(*) as contacts,
         sum(case when c.knowledge_article_id is null then 0 else 1 end) as from_knowledge
    from contact c
   where c.started_at >= ?
     and not exists (select 1 from ticket t where t.contact_id = c.id and t.boundary in ('complaint', 'denunciation'))
   group by c.kind`;
const TICKETS = `
  select count(*) as tickets from ticket where received_at >= ? and boundary not in ('complaint', 'denunciation')`;

export interface ContactFigures {
  /** Calls, messages and visits: one conversation is one, however many tickets came of it. */
  readonly contacts: number;
  /** Tickets received: one contact may open several, and most open none. */
  readonly tickets: number;
  /** Answered at once, in the words of the knowledge base. */
  readonly fromKnowledge: number;
  /** Outcomes that occurred, the most frequent first. */
  readonly kinds: readonly { readonly kind: ContactKind; readonly contacts: number }[];
}

/** Contacts are not tickets, and a province that counts only one of them does not know how its hotline is used. */
@Injectable()
export class ContactsQuery {
  constructor(private readonly reader: Reader) {}

  /** Since an instant. Two statements, each over one range of an index. */
  async read(since: Date): Promise<ContactFigures> {
    const from = storedInstant(since);
    const [rows, [opened]] = await Promise.all([
      this.reader.manager.query<{ kind: ContactKind; contacts: number | string; from_knowledge: number | string }[]>(
        COUNTS,
        [from],
      ),
      this.reader.manager.query<{ tickets: number | string }[]>(TICKETS, [from]),
    ]);
    const kinds = rows.map(({ kind, contacts }) => ({ kind, contacts: Number(contacts) }));
    const place = ({ kind }: { kind: ContactKind }): number => CONTACT_KINDS.indexOf(kind);
    return {
      contacts: kinds.reduce((sum, { contacts }) => sum + contacts, 0),
      tickets: Number(opened?.tickets ?? 0),
      fromKnowledge: rows.reduce((sum, row) => sum + Number(row.from_knowledge), 0),
      kinds: kinds.sort((a, b) => b.contacts - a.contacts || place(a) - place(b)),
    };
  }
}
