import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import type { Principal } from '../identity/index.js';
import { cleanLine, cleanText, Clock, newId, Problem, type FieldError } from '../kernel/index.js';
import { Catalog, GUIDED_CLASS, type Category } from '../routing/index.js';
import type { Channel, NewTicket } from '../tickets/index.js';
import { admit } from './domain/admit.js';
import { detectBoundary, type Boundary } from './domain/boundary.js';
import { MAX, type ContactKind } from './domain/contact.js';
import type { ContactRow } from './entities.js';
import { Places } from './place.js';

/** Who called or wrote, and how. */
export interface ContactInput {
  readonly channel: Channel;
  /** ASCII, at most 100 characters. */
  readonly externalId: string | null;
  /** null: `ticket` when tickets are opened, else `other`. */
  readonly kind: ContactKind | null;
  readonly callerName: string | null;
  /** E.164; kept here also when the ticket is anonymous. */
  readonly callerPhone: string | null;
  readonly callerEmail: string | null;
  readonly onBehalfOf: string | null;
  /** null: now. */
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly note: string | null;
  /** The article of the knowledge base that answered it; left out: none did. */
  readonly knowledgeArticleId?: string | null;
}

/** One matter of a contact, as its channel understood it. */
export interface MatterInput {
  readonly words: string;
  readonly title: string | null;
  readonly placeText: string | null;
  /** A ward as typed, in a field of its own: looked at before `placeText`, not stored. */
  readonly wardText: string | null;
  readonly point: { readonly lat: number; readonly lng: number } | null;
  readonly wardCode: string | null;
  readonly categoryCode: string | null;
  readonly subjectAgencyCode: string | null;
  /** What the operator decided after asking; null: what is heard in the words counts. */
  readonly boundary: Boundary | null;
  readonly reporterKind: 'citizen' | 'business';
  readonly anonymous: boolean;
  /** In which the reporter reads; left out: Vietnamese. */
  readonly language?: 'vi' | 'en';
}

export interface RecordContactInput {
  readonly contact: ContactInput;
  readonly tickets: readonly MatterInput[];
  /** Whether somebody is there to name the agency complained about; see `admit`. */
  readonly missingSubject: 'ask' | 'queue';
}

/** A contact that passed every check; nothing about it can be refused any more. */
export interface PreparedContact {
  readonly contact: ContactRow;
  readonly tickets: readonly NewTicket[];
}

/** Everything about a contact that can be refused, decided before anything is written: clean, check, locate, admit. */
@Injectable()
export class PrepareContact {
  constructor(
    private readonly clock: Clock,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly places: Places,
  ) {}

  /** @throws Problem `invalid-input` with fields `contact.…` and `tickets.<index>.…`. */
  prepare(input: RecordContactInput, principal: Principal): PreparedContact {
    const now = this.clock.now();
    const errors: FieldError[] = [];
    const { contact } = input;
    const { knowledgeArticleId = null } = contact;
    const startedAt = earliest(contact.startedAt ?? now, now);
    const row: ContactRow = {
      id: newId(),
      channel: contact.channel,
      externalId: contact.externalId,
      kind:
        input.tickets.length > 0 ? 'ticket' : (contact.kind ?? (knowledgeArticleId === null ? 'other' : 'answered')),
      callerName: line(contact.callerName),
      callerPhone: contact.callerPhone,
      callerEmail: line(contact.callerEmail),
      enteredByAccountId: principal.kind === 'staff' ? principal.accountId : null,
      enteredBySystem: principal.kind === 'system' ? principal.name : null,
      onBehalfOf: line(contact.onBehalfOf),
      startedAt,
      endedAt: contact.endedAt === null ? null : earliest(contact.endedAt, now),
      recordedAt: now,
      note: contact.note === null || cleanText(contact.note) === '' ? null : cleanText(contact.note),
      knowledgeArticleId,
      callId: null,
      wrapUpSeconds: null,
      receipt: { tickets: [] },
    };
    tooLong(errors, 'contact', [
      ['callerName', row.callerName, MAX.name],
      ['callerEmail', row.callerEmail, MAX.email],
      ['onBehalfOf', row.onBehalfOf, MAX.onBehalfOf],
      ['note', row.note, MAX.note],
    ]);
    const tickets = input.tickets.map((matter, index) => this.ticket(matter, { input, row, index, errors }));
    if (errors.length > 0) throw Problem.invalid(errors);
    return { contact: row, tickets };
  }

  private ticket(
    matter: MatterInput,
    at: { input: RecordContactInput; row: ContactRow; index: number; errors: FieldError[] },
  ): NewTicket {
    const { row, index, errors } = at;
    const field = `tickets.${String(index)}`;
    const words = cleanText(matter.words);
    const title = line(matter.title);
    const placeText = line(matter.placeText);
    const wrong = (name: string, message: string): void => void errors.push({ field: `${field}.${name}`, message });
    if (words === '') wrong('words', 'Xin ghi chuyện gì đang xảy ra.');
    tooLong(errors, field, [
      ['words', words, MAX.words],
      ['title', title, MAX.title],
      ['placeText', placeText, MAX.placeText],
      ['wardText', matter.wardText, MAX.placeText],
    ]);
    const category = matter.categoryCode === null ? null : this.category(matter.categoryCode);
    if (matter.categoryCode !== null && category === null)
      wrong('categoryCode', 'Không có loại việc này. Xin chọn lại trong danh sách.');
    if (matter.wardCode !== null && !this.places.isWard(matter.wardCode))
      wrong('wardCode', 'Không có phường, xã này. Xin chọn lại trong danh sách.');
    if (matter.subjectAgencyCode !== null && !this.isAgency(matter.subjectAgencyCode)) {
      wrong('subjectAgencyCode', 'Không có cơ quan này. Xin chọn lại trong danh sách.');
    }
    const admission = admit({
      category,
      subjectAgencyCode: matter.subjectAgencyCode,
      anonymous: matter.anonymous,
      // A title says as much as the text below it.
      heard: detectBoundary(title === null ? words : `${title}\n${words}`),
      decided: matter.boundary,
      guidedCategoryCode: this.guidedCategoryCode(),
      missingSubject: at.input.missingSubject,
    });
    const refused = 'boundary' in admission ? [] : admission;
    for (const { field: name, message } of refused) wrong(name, message);
    const { boundary, categoryCode } =
      'boundary' in admission ? admission : { boundary: 'ordinary' as const, categoryCode: null };
    const texts = [matter.wardText, placeText].filter((text) => text !== null).map(cleanLine);
    const place = this.places.locate({ wardCode: matter.wardCode, point: matter.point, texts: withBoth(texts) });
    return {
      channel: row.channel,
      // Of several tickets from one message the first carries the message's id.
      externalId: index === 0 ? row.externalId : null,
      contactId: row.id,
      words,
      title,
      placeText: keptPlace(placeText, line(matter.wardText), place.ward !== null),
      point: matter.point,
      wardCode: place.ward?.code ?? null,
      categoryCode,
      subjectAgencyCode: matter.subjectAgencyCode,
      boundary,
      reporter: matter.anonymous
        ? { kind: matter.reporterKind, name: null, phone: null, email: null, anonymous: true }
        : {
            kind: matter.reporterKind,
            name: row.callerName,
            phone: row.callerPhone,
            email: row.callerEmail,
            anonymous: false,
            ...(matter.language !== undefined && { language: matter.language }),
          },
      receivedAt: row.startedAt,
      enteredByAccountId: row.enteredByAccountId,
    };
  }

  private category(code: string): Category | null {
    return this.catalog.categories().find((category) => category.code === code) ?? null;
  }

  private guidedCategoryCode(): string | null {
    return this.catalog.categories().find(({ slaClass }) => slaClass === GUIDED_CLASS)?.code ?? null;
  }

  private isAgency(code: string): boolean {
    return this.directory.agencies().some((agency) => agency.code === code);
  }
}

/** What was typed for the ward is kept when nobody could tell which ward it is. */
function keptPlace(placeText: string | null, wardText: string | null, found: boolean): string | null {
  if (wardText === null || (found && placeText !== null)) return placeText;
  return placeText === null ? wardText : `${placeText}, ${wardText}`.slice(0, MAX.placeText);
}

/** "Tân Hiệp" in one field and "gần chợ, Biên Hòa" in the other decide together what neither does alone. */
function withBoth(texts: readonly string[]): readonly string[] {
  return texts.length > 1 ? [...texts.slice(0, 1), texts.join(', '), ...texts.slice(1)] : texts;
}

function line(text: string | null): string | null {
  const clean = text === null ? '' : cleanLine(text);
  return clean === '' ? null : clean;
}

function earliest(a: Date, b: Date): Date {
  return a < b ? a : b;
}

function tooLong(
  errors: FieldError[],
  prefix: string,
  texts: readonly (readonly [string, string | null, number])[],
): void {
  for (const [name, text, most] of texts) {
    if (text !== null && text.length > most) {
      errors.push({ field: `${prefix}.${name}`, message: `Phần này dài quá ${String(most)} ký tự. Xin viết gọn lại.` });
    }
  }
}
