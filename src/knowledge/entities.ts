import { Entity } from 'typeorm';
import {
  CodeColumn,
  DayColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
  TextColumn,
  type EntityClass,
} from '../platform/database/index.js';
import type { VersionState } from './domain/standing.js';

/** A question people ask, and who sees to its answer. What it says stands in its versions. */
@Entity('knowledge_article')
export class KnowledgeArticleRow {
  @IdColumn('id', { primary: true }) id!: string;
  @CodeColumn('owner_agency_code', 40) ownerAgencyCode!: string;
  @IdColumn('owner_account_id', { nullable: true }) ownerAccountId!: string | null;
  @JsonColumn('category_codes') categoryCodes!: readonly string[];
  /** From this day on the owner is asked whether it still holds. */
  @DayColumn('review_on') reviewOn!: string;
  /** Invented, to try the service with; never offered as the centre's word. */
  @FlagColumn('sample') sample!: boolean;
  /** Rises with every change; whoever changes it names the one they saw. */
  @IntegerColumn('version') version!: number;
  /** Of the whole base when this article last changed: what other processes read again. */
  @IntegerColumn('revision') revision!: number;
  @InstantColumn('created_at') createdAt!: Date;
  @InstantColumn('updated_at') updatedAt!: Date;
}

/** What an article says, from one approval to the next. Never changed after approval, never deleted. */
@Entity('knowledge_version')
export class KnowledgeVersionRow {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('article_id') articleId!: string;
  @IntegerColumn('number') number!: number;
  @CodeColumn('state', 12) state!: VersionState;
  @LineColumn('title', 200) title!: string;
  @TextColumn('answer') answer!: string;
  @TextColumn('spoken') spoken!: string;
  @TextColumn('legal_basis') legalBasis!: string;
  @TextColumn('keywords') keywords!: string;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
  /** Everybody who wrote on it: none of them approves it. */
  @JsonColumn('writer_ids') writerIds!: readonly string[];
  @InstantColumn('written_at') writtenAt!: Date;
  @IdColumn('approved_by', { nullable: true }) approvedBy!: string | null;
  @InstantColumn('approved_at', { nullable: true }) approvedAt!: Date | null;
  @IdColumn('ended_by', { nullable: true }) endedBy!: string | null;
  @InstantColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  @LineColumn('ended_because', 500, { nullable: true }) endedBecause!: string | null;
}

/** One row: rises with every change of any article, inside the change's own transaction. */
@Entity('knowledge_revision')
export class KnowledgeRevisionRow {
  @IntegerColumn('id', { primary: true }) id!: number;
  @IntegerColumn('revision') revision!: number;
}

/** An article was read to somebody, or one was missing. Nothing of the caller is in it. */
@Entity('knowledge_use')
export class KnowledgeUseRow {
  @IdColumn('id', { primary: true }) id!: string;
  /** null: nothing was found. */
  @IdColumn('article_id', { nullable: true }) articleId!: string | null;
  @IdColumn('contact_id', { nullable: true }) contactId!: string | null;
  @IdColumn('account_id') accountId!: string;
  @FlagColumn('enough') enough!: boolean;
  @CodeColumn('category_code', 40, { nullable: true }) categoryCode!: string | null;
  /** What of the typed words stands in the base itself; see `KnownPhrases`. */
  @LineColumn('phrases', 200) phrases!: string;
  @InstantColumn('used_at') usedAt!: Date;
}

export const knowledgeEntities: EntityClass[] = [
  KnowledgeArticleRow,
  KnowledgeVersionRow,
  KnowledgeRevisionRow,
  KnowledgeUseRow,
];
