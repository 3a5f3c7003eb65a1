import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { In, IsNull, type EntityManager } from 'typeorm';
import { Clock, newId, Problem } from '../kernel/index.js';
import { managerOf, Reader, type Transaction } from '../platform/database/index.js';
import {
  disposition,
  kindOf,
  MOST_FILES,
  MOST_STORED,
  MOST_UPLOADED,
  shownName,
  type FileKind,
  type OwnerKind,
  type StoredType,
} from './domain/file-kind.js';
import { AttachmentContentRow, AttachmentRow } from './entities.js';
import { cleanImage } from './image.js';
import type { Upload } from './upload.js';

/** A file that is ready to be stored: looked at, images written anew. */
export interface Prepared {
  readonly id: string;
  readonly name: string;
  readonly mediaType: StoredType;
  readonly width: number | null;
  readonly height: number | null;
  readonly sha256: string;
  readonly content: Buffer;
}

export interface AttachmentOwner {
  readonly kind: OwnerKind;
  readonly id: string;
  readonly ticketId: string;
}

/** What pages show of a file. */
export interface AttachmentView {
  readonly id: string;
  readonly name: string;
  readonly isImage: boolean;
  /** In bytes. */
  readonly size: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly isPublic: boolean;
  /** What comes after does without it. */
  readonly leftOut: boolean;
  readonly at: Date;
}

/** Photos and files of tickets. They are rows like any other: every process reads the same. */
@Injectable()
export class Attachments {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /**
   * Looks at what was sent and writes images anew. Takes a while: outside any unit of work.
   *
   * @param rules `field`: the form's field, beside which what is wrong is said; `pdf`: documents are taken too
   *   (staff only: what citizens send is shown to people who did not ask for it).
   * @throws Problem `invalid-input` with one sentence a file.
   */
  async prepare(
    uploads: readonly Upload[],
    { field, pdf = false }: { readonly field: string; readonly pdf?: boolean },
  ): Promise<Prepared[]> {
    const { prepared, refused } = await this.prepareSome(uploads, { pdf });
    // A form shows one sentence beside a field.
    if (refused !== null) throw Problem.invalid([{ field, message: refused }]);
    return prepared;
  }

  /** The same, without losing those that are right for one that is wrong. @returns `refused`: one sentence a file, or null. */
  async prepareSome(
    uploads: readonly Upload[],
    { pdf = false }: { readonly pdf?: boolean } = {},
  ): Promise<{ readonly prepared: Prepared[]; readonly refused: string | null }> {
    if (uploads.length > MOST_FILES)
      return { prepared: [], refused: `Mỗi lần gửi nhiều nhất ${MOST_FILES} tệp. Xin gửi bớt lại.` };
    const prepared: Prepared[] = [];
    const refused: string[] = [];
    // One after another: of several large photos only one is unpacked.
    for (const upload of uploads) {
      const made = await prepareOne(upload, pdf);
      if (typeof made === 'string') refused.push(`Tệp “${nameOf(upload)}” ${made}`);
      else prepared.push(made);
    }
    return { prepared, refused: refused.length === 0 ? null : refused.join(' ') };
  }

  /**
   * Stores what was prepared: one statement for the rows and one for each few megabytes.
   * @param uploadedByAccountId null: the reporter.
   */
  async store(
    transaction: Transaction,
    owner: AttachmentOwner,
    prepared: readonly Prepared[],
    uploadedByAccountId: string | null,
  ): Promise<void> {
    if (prepared.length === 0) return;
    const manager = managerOf(transaction);
    const createdAt = this.clock.now();
    const rows: AttachmentRow[] = prepared.map(({ content, ...file }) => ({
      ...file,
      ownerKind: owner.kind,
      ownerId: owner.id,
      ticketId: owner.ticketId,
      bytes: content.length,
      uploadedByAccountId,
      isPublic: false,
      createdAt,
      blurredAt: null,
      leftOutAt: null,
    }));
    await insert(manager, AttachmentRow, rows);
    for (const some of inPackets(prepared)) {
      await insert(
        manager,
        AttachmentContentRow,
        some.map(({ id, content }) => ({ id, content })),
      );
    }
  }

  /** What belongs to some owners of one kind, oldest first. */
  async of(manager: EntityManager, kind: OwnerKind, ownerIds: readonly string[]): Promise<AttachmentRow[]> {
    if (ownerIds.length === 0) return [];
    return manager.find(AttachmentRow, {
      where: { ownerKind: kind, ownerId: In([...ownerIds]) },
      order: { id: 'ASC' },
    });
  }

  /** All of a ticket, of whatever owner, oldest first. */
  async ofTicket(manager: EntityManager, ticketId: string): Promise<AttachmentRow[]> {
    return manager.find(AttachmentRow, { where: { ticketId }, order: { id: 'ASC' } });
  }

  /** One row without its content, for whoever decides who may see it. */
  async find(id: string): Promise<AttachmentRow | null> {
    return /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id) ? this.reader.manager.findOneBy(AttachmentRow, { id }) : null;
  }

  /** The bytes of one file. @throws Problem `not-found` */
  async content(id: string): Promise<Buffer> {
    const row = await this.reader.manager.findOneBy(AttachmentContentRow, { id });
    if (row === null) throw Problem.notFound();
    return row.content;
  }

  /** Takes files off what they belong to; a file of another owner stays. @returns how many went. */
  async remove(transaction: Transaction, owner: AttachmentOwner, ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const manager = managerOf(transaction);
    const rows = await manager.findBy(AttachmentRow, {
      id: In([...ids]),
      ownerKind: owner.kind,
      ownerId: owner.id,
      ticketId: owner.ticketId,
    });
    const found = rows.map(({ id }) => id);
    await this.discard(transaction, found);
    return found.length;
  }

  /** Deletes files, whatever they belong to. */
  async discard(transaction: Transaction, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const manager = managerOf(transaction);
    await manager.delete(AttachmentContentRow, { id: In([...ids]) });
    await manager.delete(AttachmentRow, { id: In([...ids]) });
  }

  /** Files stay with what they were sent with, and what comes after does without them. @returns how many there were. */
  async leaveOut(
    transaction: Transaction,
    { kind: ownerKind, ticketId }: Pick<AttachmentOwner, 'kind' | 'ticketId'>,
    ownerIds: readonly string[],
    ids: readonly string[],
  ): Promise<number> {
    if (ids.length === 0 || ownerIds.length === 0) return 0;
    const where = { id: In([...ids]), ownerKind, ownerId: In([...ownerIds]), ticketId, leftOutAt: IsNull() };
    const result = await managerOf(transaction).update(AttachmentRow, where, { leftOutAt: this.clock.now() });
    return result.affected ?? 0;
  }

  /** Lets anybody see some files of one kind of a ticket. @returns how many there were. */
  async makePublic(
    transaction: Transaction,
    ticketId: string,
    ownerKind: OwnerKind,
    ids: readonly string[],
  ): Promise<number> {
    if (ids.length === 0) return 0;
    const where = { id: In([...ids]), ownerKind, ticketId, leftOutAt: IsNull() };
    const result = await managerOf(transaction).update(AttachmentRow, where, { isPublic: true });
    return result.affected ?? 0;
  }

  /**
   * Answers a request with the bytes of a file; who may see it has been decided by the caller.
   * @param cacheControl how long caches may keep it; left out: nobody but this one person's browser, which asks each time.
   */
  async send(
    row: AttachmentRow,
    {
      request,
      response,
      cacheControl = 'private, no-cache',
    }: { request: Request; response: Response; cacheControl?: string },
  ): Promise<void> {
    const tag = `"${row.sha256}"`;
    response.setHeader('ETag', tag);
    response.setHeader('Cache-Control', cacheControl);
    if (request.get('if-none-match') === tag) {
      response.status(304).end();
      return;
    }
    const content = await this.content(row.id);
    response.setHeader('Content-Type', row.mediaType);
    response.setHeader('Content-Disposition', disposition(row.name, row.mediaType));
    response.setHeader('X-Content-Type-Options', 'nosniff');
    // Opened by itself it may do nothing at all.
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    response.end(content);
  }
}

export function attachmentView(row: AttachmentRow): AttachmentView {
  const { id, name, mediaType, bytes, width, height, isPublic, leftOutAt, createdAt } = row;
  const isImage = mediaType !== 'application/pdf';
  return { id, name, isImage, size: bytes, width, height, isPublic, leftOut: leftOutAt !== null, at: createdAt };
}

/** Whatever a HEIC calls itself: who sends one has no other picture, and no program that makes one of it. */
const HEIC =
  'là ảnh HEIC của iPhone nên chưa đọc được; xin mở ảnh, chụp màn hình rồi gửi bản chụp. Để những ảnh sau gửi được ngay: vào Cài đặt, Camera, Định dạng, chọn “Tương thích nhất”.';

/** What is wrong with a file of this kind, as the end of a sentence that begins with the file's name; null: nothing. */
export function refusedKind(kind: FileKind | null, pdf: boolean): string | null {
  const taken = pdf ? 'ảnh JPEG, PNG, WebP hoặc tệp PDF' : 'ảnh JPEG, PNG hoặc WebP';
  if (kind === 'heic') return HEIC;
  return kind === null || (kind === 'pdf' && !pdf) ? `không phải ${taken}; xin gửi tệp khác.` : null;
}

/** @returns what is wrong, as the end of a sentence that begins with the file's name. */
export async function prepareOne({ name, bytes }: Upload, pdf: boolean): Promise<Prepared | string> {
  if (bytes.length === 0) return 'không có nội dung; xin chọn lại.';
  if (bytes.length > MOST_UPLOADED) return 'lớn quá 10 MB; xin gửi bản nhỏ hơn.';
  const kind = kindOf(bytes);
  const wrong = refusedKind(kind, pdf);
  if (wrong !== null) return wrong;
  if (kind === 'pdf') {
    if (bytes.length > MOST_STORED) return 'lớn quá 7 MB; xin gửi bản nhỏ hơn.';
    return made(name, { content: bytes, mediaType: 'application/pdf', width: null, height: null });
  }
  try {
    const image = await cleanImage(bytes, kind as Exclude<FileKind, 'pdf' | 'heic'>);
    if (image.content.length > MOST_STORED) return 'lớn quá; xin gửi bản nhỏ hơn.';
    return made(name, image);
  } catch {
    return 'bị hỏng hoặc có kích thước lớn quá, chưa đọc được; xin chụp lại hoặc gửi ảnh khác.';
  }
}

function made(name: string, file: Omit<Prepared, 'id' | 'name' | 'sha256'>): Prepared {
  const sha256 = createHash('sha256').update(file.content).digest('hex');
  return { id: newId(), name: shownName(name, file.mediaType), sha256, ...file };
}

function nameOf({ name }: Upload): string {
  return [...name].slice(0, 60).join('').replace(/[“”"]/g, '');
}

/** Contents that go into one statement together. */
function inPackets(prepared: readonly Prepared[]): Prepared[][] {
  const packets: Prepared[][] = [];
  let size = Infinity;
  for (const file of prepared) {
    if (size + file.content.length > MOST_STORED) {
      packets.push([]);
      size = 0;
    }
    packets.at(-1)?.push(file);
    size += file.content.length;
  }
  return packets;
}

async function insert(manager: EntityManager, entity: new () => object, rows: object[]): Promise<void> {
  await manager.createQueryBuilder().insert().into(entity).values(rows).updateEntity(false).execute();
}
