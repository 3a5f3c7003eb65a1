import { Entity } from 'typeorm';
import {
  BlobColumn,
  CodeColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LineColumn,
} from '../platform/database/index.js';
import type { OwnerKind, StoredType } from './domain/file-kind.js';

/** A photo or file that belongs to something of a ticket. */
@Entity('attachment')
export class AttachmentRow {
  @IdColumn('id', { primary: true }) id!: string;
  @CodeColumn('owner_kind', 16) ownerKind!: OwnerKind;
  @IdColumn('owner_id') ownerId!: string;
  @IdColumn('ticket_id') ticketId!: string;
  /** As people see it; never a path. */
  @LineColumn('name', 120) name!: string;
  @CodeColumn('media_type', 40) mediaType!: StoredType;
  @IntegerColumn('bytes') bytes!: number;
  /** Of an image, in pixels. */
  @IntegerColumn('width', { nullable: true }) width!: number | null;
  @IntegerColumn('height', { nullable: true }) height!: number | null;
  /** Of the content as it is stored. */
  @CodeColumn('sha256', 64) sha256!: string;
  /** null: the reporter. */
  @IdColumn('uploaded_by_account_id', { nullable: true }) uploadedByAccountId!: string | null;
  /** Anybody may see it: the coordinator has let it through with the answer it belongs to. */
  @FlagColumn('is_public') isPublic!: boolean;
  @InstantColumn('created_at') createdAt!: Date;
  @InstantColumn('blurred_at', { nullable: true }) blurredAt!: Date | null;
  /** Since when what comes after does without it; it stays with what it was sent with. */
  @InstantColumn('left_out_at', { nullable: true }) leftOutAt!: Date | null;
}

@Entity('attachment_content')
export class AttachmentContentRow {
  @IdColumn('id', { primary: true }) id!: string;
  @BlobColumn('content') content!: Buffer;
}

/** A part of a photo that is still coming, from so many bytes on. */
@Entity('photo_piece')
export class PhotoPieceRow {
  @IdColumn('upload_id', { primary: true }) uploadId!: string;
  @IntegerColumn('place', { primary: true }) place!: number;
  @BlobColumn('content') content!: Buffer;
  @InstantColumn('created_at') createdAt!: Date;
}

export const attachmentsEntities = [AttachmentRow, AttachmentContentRow, PhotoPieceRow];
