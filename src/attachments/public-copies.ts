import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock, newId, Problem } from '../kernel/index.js';
import { managerOf, type Transaction } from '../platform/database/index.js';
import { MOST_STORED } from './domain/file-kind.js';
import type { PhotoArea } from './domain/photo-area.js';
import { Attachments } from './attachments.js';
import { AttachmentContentRow, AttachmentRow } from './entities.js';
import { blurAreas, type CleanImage } from './image.js';

/** A blurred copy that is ready to be stored. */
export interface MadeCopy {
  readonly original: AttachmentRow;
  readonly image: CleanImage;
}

/**
 * Copies of photos for the public, with areas made unreadable. The photo itself stays as it was, for those who work on the
 * ticket; once it has a copy it is never public itself.
 */
@Injectable()
export class PublicCopies {
  constructor(
    private readonly attachments: Attachments,
    private readonly clock: Clock,
  ) {}

  /** Takes a while: outside any unit of work. @throws Problem `unprocessable` for a picture that cannot be written anew. */
  async make(original: AttachmentRow, areas: readonly PhotoArea[]): Promise<MadeCopy> {
    const content = await this.attachments.content(original.id);
    try {
      const image = await blurAreas(content, original.mediaType, areas);
      if (image.content.length <= MOST_STORED) return { original, image };
    } catch {
      // Said below, in words for whoever chose the areas.
    }
    throw new Problem('unprocessable', `Chưa che được ảnh “${original.name}”. Xin bỏ ảnh này khỏi bản công khai.`);
  }

  /** @returns the copy's id; nobody outside sees it before it is shown. */
  async store(transaction: Transaction, { original, image }: MadeCopy): Promise<string> {
    const manager = managerOf(transaction);
    const id = newId();
    const { content, mediaType, width, height } = image;
    await insert(transaction, AttachmentRow, {
      id,
      ownerKind: 'public_copy',
      ownerId: original.id,
      ticketId: original.ticketId,
      name: original.name,
      mediaType,
      width,
      height,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      uploadedByAccountId: original.uploadedByAccountId,
      isPublic: false,
      // It stands where the photo stands.
      createdAt: original.createdAt,
      blurredAt: this.clock.now(),
      leftOutAt: null,
    });
    await manager
      .createQueryBuilder()
      .insert()
      .into(AttachmentContentRow)
      .values({ id, content })
      .updateEntity(false)
      .execute();
    return id;
  }

  /** From now on everybody sees these of a ticket's photos and copies, and none of the others. */
  async showOnly(
    transaction: Transaction,
    { shown, hidden }: { readonly shown: readonly string[]; readonly hidden: readonly string[] },
  ): Promise<void> {
    const manager = managerOf(transaction);
    if (shown.length > 0) await manager.update(AttachmentRow, { id: In([...shown]) }, { isPublic: true });
    if (hidden.length > 0) await manager.update(AttachmentRow, { id: In([...hidden]) }, { isPublic: false });
  }
}

async function insert(transaction: Transaction, entity: new () => object, row: object): Promise<void> {
  await managerOf(transaction).createQueryBuilder().insert().into(entity).values(row).updateEntity(false).execute();
}
