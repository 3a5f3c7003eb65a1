import type { AttachmentView } from '../../attachments/index.js';

export interface FileLine {
  readonly id: string;
  readonly href: string;
  readonly name: string;
  readonly isImage: boolean;
  readonly size: string;
}

/** A file as the desk shows it. */
export function fileLine({ id, name, isImage, size }: AttachmentView): FileLine {
  const kilobytes = Math.max(1, Math.round(size / 1024));
  const words = kilobytes < 1024 ? `${kilobytes} KB` : `${(kilobytes / 1024).toFixed(1).replace('.', ',')} MB`;
  return { id, href: `/tep/${id}`, name, isImage, size: words };
}
