import { Entity } from 'typeorm';
import type { Channel } from '../tickets/index.js';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
  TextColumn,
} from '../platform/database/index.js';
import type { ContactKind, RecordedTicket } from './domain/contact.js';

/**
 * One call, message or visit. Contacts are not tickets: many end with an answer at once. Where a ticket
 * came from, who entered it and for whom is read here for ever; an anonymous caller's number stays here
 * and never reaches the ticket.
 */
@Entity('contact')
export class ContactRow {
  @IdColumn('id', { primary: true }) id!: string;
  @CodeColumn('channel', 16) channel!: Channel;
  /** The channel's own id of what was received; the same one twice is the same contact. */
  @CodeColumn('external_id', 100, { nullable: true }) externalId!: string | null;
  @CodeColumn('kind', 16) kind!: ContactKind;
  @LineColumn('caller_name', 120, { nullable: true }) callerName!: string | null;
  /** E.164. */
  @CodeColumn('caller_phone', 20, { nullable: true }) callerPhone!: string | null;
  @LineColumn('caller_email', 254, { nullable: true }) callerEmail!: string | null;
  /** The operator who wrote it down; null when the sender or a system did. */
  @IdColumn('entered_by_account_id', { nullable: true }) enteredByAccountId!: string | null;
  /** The importer or gateway that brought it; null when a person did. */
  @CodeColumn('entered_by_system', 64, { nullable: true }) enteredBySystem!: string | null;
  /** Whose matter it is when somebody else brings it: an agency, a newspaper, a neighbour. */
  @LineColumn('on_behalf_of', 200, { nullable: true }) onBehalfOf!: string | null;
  @InstantColumn('started_at') startedAt!: Date;
  @InstantColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  @InstantColumn('recorded_at') recordedAt!: Date;
  /** What the operator noted for colleagues; not part of any ticket. */
  @TextColumn('note', { nullable: true }) note!: string | null;
  /** The article of the knowledge base that answered it; that there is one is looked at by whoever records it. */
  @IdColumn('knowledge_article_id', { nullable: true }) knowledgeArticleId!: string | null;
  /** The telephone call it came by, for ever the only contact of that call; null: another way, or none is known. */
  @IdColumn('call_id', { nullable: true }) callId!: string | null;
  /** From hanging up to saving; 0: saved while the caller was there; null: not known. */
  @IntegerColumn('wrap_up_seconds', { nullable: true }) wrapUpSeconds!: number | null;
  /** What the sender was told, to be told again when the same thing arrives twice. No personal data. */
  @JsonColumn('receipt') receipt!: { readonly tickets: readonly RecordedTicket[] };
}

export const intakeEntities = [ContactRow];
