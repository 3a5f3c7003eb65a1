import { Entity } from 'typeorm';
import {
  BlobColumn,
  CodeColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
} from '../platform/database/index.js';
import { moderationEntities } from './moderation-entities.js';
import type { Holder } from './domain/holders.js';
import type { PublicCommitment } from './domain/public-commitment.js';
import type { DeadlineNote, EarlierAnswer, PublishedAnswer } from './domain/published-item.js';
import type { PublicApology } from './domain/public-apology.js';
import type { Segment } from './domain/segments.js';
import { PublicChangeRow } from './public-changes.js';

/** What anybody may know of a public ticket while it runs: no word of the citizen, no person. */
@Entity('public_status')
export class PublicStatusRow {
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  @CodeColumn('code', 20) code!: string;
  /** The ticket's version this row shows; an older one never replaces it. */
  @IntegerColumn('ticket_version') ticketVersion!: number;
  @CodeColumn('state', 32) state!: string;
  @CodeColumn('category_code', 60, { nullable: true }) categoryCode!: string | null;
  @CodeColumn('ward_code', 16, { nullable: true }) wardCode!: string | null;
  @CodeColumn('agency_code', 40, { nullable: true }) agencyCode!: string | null;
  @InstantColumn('received_at') receivedAt!: Date;
  /** End to end. */
  @InstantColumn('due_at', { nullable: true }) dueAt!: Date | null;
  /** When the end-to-end clock stopped; null until the answer has passed the gate. */
  @InstantColumn('answered_at', { nullable: true }) answeredAt!: Date | null;
  @InstantColumn('published_at', { nullable: true }) publishedAt!: Date | null;
  @IntegerColumn('reporter_count') reporterCount!: number;
  /** How the answer was rated, by all who had reported the matter. */
  @IntegerColumn('very_satisfied') verySatisfied!: number;
  @IntegerColumn('satisfied') satisfied!: number;
  @IntegerColumn('unsatisfied') unsatisfied!: number;
}

/** The frozen, redacted copy of a published ticket. */
@Entity('published_item')
export class PublishedItemRow {
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  @CodeColumn('code', 20) code!: string;
  @IntegerColumn('ticket_version') ticketVersion!: number;
  @IdColumn('answer_id') answerId!: string;
  @JsonColumn('title') title!: Segment[];
  @JsonColumn('question') question!: Segment[];
  @JsonColumn('answer') answer!: PublishedAnswer;
  @CodeColumn('channel', 16) channel!: string;
  @CodeColumn('category_code', 60, { nullable: true }) categoryCode!: string | null;
  @LineColumn('category_name', 200, { nullable: true }) categoryName!: string | null;
  /** Number of the field (lĩnh vực) in the catalogue. */
  @IntegerColumn('field', { nullable: true }) field!: number | null;
  @LineColumn('field_name', 200, { nullable: true }) fieldName!: string | null;
  @CodeColumn('ward_code', 16, { nullable: true }) wardCode!: string | null;
  @LineColumn('ward_name', 200, { nullable: true }) wardName!: string | null;
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @LineColumn('agency_name', 200) agencyName!: string;
  @InstantColumn('received_at') receivedAt!: Date;
  @InstantColumn('due_at', { nullable: true }) dueAt!: Date | null;
  @InstantColumn('answered_at') answeredAt!: Date;
  @InstantColumn('published_at') publishedAt!: Date;
  @FlagColumn('late') late!: boolean;
  @JsonColumn('holders') holders!: Holder[];
  @JsonColumn('deadline') deadline!: DeadlineNote;
  /** The letter that was owed because the answer was late, once it has gone out. */
  @JsonColumn('apology', { nullable: true }) apology!: PublicApology | null;
  /** What the answer promised to have done by a day; null: nothing, or it is looked at again. */
  @JsonColumn('commitment', { nullable: true }) commitment!: PublicCommitment | null;
  /** Answers of former rounds, the newest first; null on copies made before there were any. */
  @JsonColumn('earlier', { nullable: true }) earlier!: EarlierAnswer[] | null;
  /** When its words or photos were changed since it was published, or it was put back; null: it stands as it was published. */
  @InstantColumn('revised_at', { nullable: true }) revisedAt!: Date | null;
}

/** The number of a published item in the index of the search, rising in the order of publication. */
@Entity('published_document')
export class PublishedDocumentRow {
  @IntegerColumn('number', { primary: true }) number!: number;
  @IdColumn('ticket_id') ticketId!: string;
  @InstantColumn('published_at') publishedAt!: Date;
}

/** Which documents of a block of numbers have a term; see domain/postings. */
@Entity('published_posting')
export class PublishedPostingRow {
  @CodeColumn('term', 64, { primary: true }) term!: string;
  @IntegerColumn('block', { primary: true }) block!: number;
  @BlobColumn('documents') documents!: Buffer;
}

/** `emptying`, then `filling`: it is made again; while it is filled, what is new waits for its turn. */
export type IndexStage = 'ready' | 'filling' | 'emptying';

/** The one row that everybody who changes the index changes first. */
@Entity('published_index')
export class PublishedIndexRow {
  @CodeColumn('name', 16, { primary: true }) name!: string;
  /** Another one after each change. */
  @IntegerColumn('version') version!: number;
  @IntegerColumn('next_number') nextNumber!: number;
  @CodeColumn('stage', 12) stage!: IndexStage;
}

export const publicationEntities = [
  PublicStatusRow,
  PublishedItemRow,
  PublicChangeRow,
  PublishedDocumentRow,
  PublishedPostingRow,
  PublishedIndexRow,
  ...moderationEntities,
];
