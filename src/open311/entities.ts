import { Entity } from 'typeorm';
import { CodeColumn, DayColumn, IdColumn, InstantColumn, JsonColumn, LineColumn } from '../platform/database/index.js';

/** The key of another software. The key itself is told once, to whoever asks for it; here is only its hash. */
@Entity('api_key')
export class ApiKeyRow {
  @IdColumn('id', { primary: true }) id!: string;
  /** Who has it, for people: "FixMyStreet Hà Nội". */
  @LineColumn('name', 100) name!: string;
  /** SHA-256: a key has 256 random bits, so nothing slower is needed. */
  @CodeColumn('key_hash', 64) keyHash!: string;
  @InstantColumn('created_at') createdAt!: Date;
  @DayColumn('last_used_on', { nullable: true }) lastUsedOn!: string | null;
  @InstantColumn('revoked_at', { nullable: true }) revokedAt!: Date | null;
}

/** Which key has brought a ticket: it alone may add to it. */
@Entity('open311_report')
export class Open311ReportRow {
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  @CodeColumn('code', 20) code!: string;
  @IdColumn('api_key_id') apiKeyId!: string;
  /** Of all that was sent, to notice the same report that is sent again. */
  @CodeColumn('content_hash', 64) contentHash!: string;
  /** As they came; the service opens none of them. */
  @JsonColumn('media_urls') mediaUrls!: readonly string[];
  @InstantColumn('received_at') receivedAt!: Date;
}

export const open311Entities = [ApiKeyRow, Open311ReportRow];
