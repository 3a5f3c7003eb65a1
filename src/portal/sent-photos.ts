import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Attachments, filesOf, MOST_FILES, PhotoUploads, UPLOAD_ID } from '../attachments/index.js';

/** The photos of a form as it came. */
export interface FormPhotos {
  /** Ids under which they wait; also those that a repeat of the form has used up. */
  readonly ids: readonly string[];
  /** What is wrong with others, to be said beside the field. */
  readonly error: string | null;
}

/** A photo that waits while the form is put right. */
export interface KeptPhoto {
  readonly id: string;
  readonly href: string;
  readonly width: number | null;
  readonly height: number | null;
}

/**
 * Photos of a citizen's form: uploaded ahead by the script, or with the form itself. Either way they wait under ids of
 * their own, so that a form that comes back has not lost them.
 */
@Injectable()
export class SentPhotos {
  constructor(
    private readonly uploads: PhotoUploads,
    private readonly attachments: Attachments,
  ) {}

  /** Looks at the photos of a form, and keeps those that came with it. */
  async of(request: Request, body: unknown): Promise<FormPhotos> {
    const dropped = listIn(body, 'dropPhoto');
    const given = [...new Set(listIn(body, 'upload'))].filter((id) => !dropped.includes(id)).slice(0, MOST_FILES);
    for (const id of dropped.slice(0, MOST_FILES)) await this.uploads.drop(id);
    const files = filesOf(request, 'photos').filter(({ bytes }) => bytes.length > 0);
    const chosen = given.length + files.length;
    if (chosen > MOST_FILES) return { ids: given, error: tooMany(chosen) };
    const { prepared, refused } = await this.attachments.prepareSome(files);
    return { ids: [...given, ...(await this.uploads.keep(prepared))], error: refused };
  }

  /** Those that still wait, to be shown in the form that comes back. */
  async kept(ids: readonly string[]): Promise<KeptPhoto[]> {
    const rows = await this.uploads.waiting(ids);
    return rows.map(({ ownerId: id, width, height }) => ({ id, href: hrefOf(id), width, height }));
  }
}

function hrefOf(uploadId: string): string {
  return `/gui-phan-anh/anh/${uploadId}`;
}

function tooMany(chosen: number): string {
  return `Nhiều nhất ${String(MOST_FILES)} ảnh một lần; lần này có ${String(chosen)} ảnh nên ảnh mới chọn chưa được nhận. Xin chọn lại ít hơn.`;
}

/** A field that may stand in a form several times: ids of photos. */
function listIn(body: unknown, name: string): string[] {
  const value = (typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {})[name];
  return [value].flat().filter((one): one is string => typeof one === 'string' && UPLOAD_ID.test(one));
}
