import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Clock, Problem } from '../kernel/index.js';
import { isUniqueViolation, managerOf, Reader, UnitOfWork, type Transaction } from '../platform/database/index.js';
import { Attachments, prepareOne, refusedKind, type AttachmentOwner, type Prepared } from './attachments.js';
import { kindOf, MOST_FILES, MOST_UPLOADED } from './domain/file-kind.js';
import { AttachmentRow, PhotoPieceRow } from './entities.js';

/** 130 bits in Crockford's letters: whoever knows it has sent the photo. Chosen by the browser, or here. */
export const UPLOAD_ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bytes of one piece: some seconds on a slow line, so that little is sent again when it breaks. */
export const MOST_PIECE = 512 * 1024;
/** Pieces of photos that have not come whole, of everybody: 2 GB. Beyond that new ones have to wait. */
const MOST_WAITING = 4_096;
const DAY_MS = 86_400_000;

const TOO_MANY = `Mỗi lần gửi nhiều nhất ${MOST_FILES} ảnh. Xin gửi bớt lại.`;
const GONE =
  'Có ảnh không còn giữ được: chọn từ hôm trước, hoặc đã gửi ở trang khác. Xin chọn lại ảnh đó, hoặc gửi không kèm ảnh.';

/** How far a photo has come. */
export interface UploadState {
  /** Bytes that are here; the next piece begins there. */
  readonly received: number;
  /** The whole photo has come and is one. */
  readonly done: boolean;
}

/**
 * Photos that come before there is a report for them to belong to: piece by piece, so that a line that breaks costs one
 * piece and not the photo. Whole ones are written anew like all images and wait; a report that is sent takes its own
 * along, and what nobody takes is deleted after a day.
 */
@Injectable()
export class PhotoUploads {
  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly attachments: Attachments,
    private readonly clock: Clock,
  ) {}

  async state(uploadId: string): Promise<UploadState> {
    const [row] = await this.waiting([uploadId]);
    return row ? { received: row.bytes, done: true } : { received: await this.received(uploadId), done: false };
  }

  /**
   * Takes a piece. One that does not begin where the last ended changes nothing: the answer says where to go on.
   * @param piece `total`: bytes of the whole photo.
   * @throws Problem `invalid-input` when it is no photo, or too large: nothing of it is kept then; `unavailable`.
   */
  async take(
    uploadId: string,
    piece: { readonly from: number; readonly total: number; readonly bytes: Buffer },
  ): Promise<UploadState> {
    const { from, total, bytes } = piece;
    if (total > MOST_UPLOADED) throw refused('lớn quá 10 MB; xin gửi bản nhỏ hơn.');
    const before = await this.state(uploadId);
    // All pieces are here, and whoever had the last one was stopped before the photo was made of them.
    if (!before.done && before.received === total && total > 0) return this.finish(uploadId);
    if (before.done || before.received !== from || bytes.length === 0) return before;
    if (from === 0) await this.requireWelcome(bytes);
    if (from + bytes.length > total) {
      await this.drop(uploadId);
      throw refused('chưa gửi trọn vẹn; xin chọn lại.');
    }
    try {
      await this.unitOfWork.run(async (transaction) => {
        const row = { uploadId, place: from, content: bytes, createdAt: this.clock.now() };
        await managerOf(transaction).insert(PhotoPieceRow, row);
      });
    } catch (error) {
      // Sent twice at once: the other one is the same piece.
      if (!isUniqueViolation(error)) throw error;
      return this.state(uploadId);
    }
    if (from + bytes.length < total) return { received: from + bytes.length, done: false };
    return this.finish(uploadId);
  }

  /** Photos that came whole, with a form that has to be put right first. @returns their ids, in the same order. */
  async keep(photos: readonly Prepared[]): Promise<string[]> {
    if (photos.length === 0) return [];
    const ids = photos.map(() => newUploadId());
    await this.unitOfWork.run(async (transaction) => {
      for (const [index, photo] of photos.entries())
        await this.attachments.store(transaction, waitingAs(ids[index] ?? ''), [photo], null);
    });
    return ids;
  }

  /** Those of the photos that are here and belong to nothing yet, in the order of their ids as given. */
  async waiting(uploadIds: readonly string[]): Promise<AttachmentRow[]> {
    const rows = await this.attachments.of(this.reader.manager, 'upload', uploadIds.filter(isUploadId));
    return uploadIds.flatMap((id) => rows.find(({ ownerId }) => ownerId === id) ?? []);
  }

  /**
   * Gives photos to what they were sent for. One statement.
   * @throws Problem `invalid-input` when one of them is not there: taken already, or forgotten.
   */
  async claim(transaction: Transaction, uploadIds: readonly string[], owner: AttachmentOwner): Promise<void> {
    const ids = [...new Set(uploadIds)];
    if (ids.length === 0) return;
    if (ids.length > MOST_FILES) throw Problem.invalid([{ field: 'photos', message: TOO_MANY }]);
    const { affected } = await managerOf(transaction).update(
      AttachmentRow,
      { ownerKind: 'upload', ownerId: In(ids) },
      { ownerKind: owner.kind, ownerId: owner.id, ticketId: owner.ticketId },
    );
    if (affected !== ids.length) throw Problem.invalid([{ field: 'photos', message: GONE }]);
  }

  /** What was sent under this id is taken back. */
  async drop(uploadId: string): Promise<void> {
    const rows = await this.waiting([uploadId]);
    await this.unitOfWork.run(async (transaction) => {
      await managerOf(transaction).delete(PhotoPieceRow, { uploadId });
      await this.attachments.discard(
        transaction,
        rows.map(({ id }) => id),
      );
    });
  }

  /** Pieces of photos that never came whole, a day later. @returns how many went. */
  async forgetPieces(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - DAY_MS);
    // Looked at first, so that the usual hour writes nothing.
    if (!(await this.reader.manager.existsBy(PhotoPieceRow, { createdAt: LessThan(before) }))) return 0;
    return this.unitOfWork.run(async (transaction) => {
      const gone = await managerOf(transaction).delete(PhotoPieceRow, { createdAt: LessThan(before) });
      return gone.affected ?? 0;
    });
  }

  /** What can be seen at the first piece is not sent to its end in vain. */
  private async requireWelcome(bytes: Buffer): Promise<void> {
    const wrong = refusedKind(kindOf(bytes), false);
    if (wrong !== null) throw refused(wrong);
    if ((await this.reader.manager.count(PhotoPieceRow)) > MOST_WAITING)
      throw new Problem(
        'unavailable',
        'Đang có nhiều người gửi ảnh cùng lúc. Xin gửi phản ánh trước, ảnh bổ sung sau ở trang theo dõi.',
      );
  }

  private async received(uploadId: string): Promise<number> {
    const row = await this.reader.manager
      .createQueryBuilder(PhotoPieceRow, 'p')
      .select('max(p.place + length(p.content))', 'received')
      .where('p.uploadId = :uploadId', { uploadId })
      .getRawOne<{ received: number | string | null }>();
    return Number(row?.received ?? 0);
  }

  /** All has come: it is looked at as a whole and written anew. */
  private async finish(uploadId: string): Promise<UploadState> {
    const pieces = await this.reader.manager.find(PhotoPieceRow, { where: { uploadId }, order: { place: 'ASC' } });
    // The photo was made of them by another request just now.
    if (pieces[0]?.place !== 0) return this.state(uploadId);
    const bytes = Buffer.concat(pieces.map(({ content }) => content));
    const made = await prepareOne({ field: 'photos', name: 'anh', bytes }, false);
    if (typeof made === 'string') {
      await this.drop(uploadId);
      throw refused(made);
    }
    await this.unitOfWork.run(async (transaction) => {
      const { affected } = await managerOf(transaction).delete(PhotoPieceRow, { uploadId });
      // The last piece came twice, and the other one was faster.
      if (affected !== 0) await this.attachments.store(transaction, waitingAs(uploadId), [made], null);
    });
    return { received: bytes.length, done: true };
  }
}

function waitingAs(uploadId: string): AttachmentOwner {
  return { kind: 'upload', id: uploadId, ticketId: uploadId };
}

function refused(what: string): Problem {
  const message = `Ảnh này ${what}`;
  return Problem.invalid([{ field: 'photos', message }], message);
}

function isUploadId(text: string): boolean {
  return UPLOAD_ID.test(text);
}

/** The first of 26 letters has room for 3 bits only, as in all ids; the others are drawn evenly. */
function newUploadId(): string {
  const [first = 0, ...others] = randomBytes(26);
  return [first % 8, ...others.map((byte) => byte % 32)].map((at) => LETTERS[at] ?? '0').join('');
}
