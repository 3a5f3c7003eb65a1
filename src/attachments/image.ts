import pLimit from 'p-limit';
import type { Sharp, SharpOptions } from 'sharp';
import type { FileKind, StoredType } from './domain/file-kind.js';
import type { PhotoArea } from './domain/photo-area.js';

/** The longer side, in pixels: enough to read a sign in a street, and to print on a page. */
const LONGEST_SIDE = 2_000;
/** The largest photo that phones of today make has 200 million, but only of what is sent as it is; most send 12. */
const MOST_PIXELS = 80_000_000;
const QUALITY = 80;
/** Seconds that one image may take. */
const PATIENCE = 20;

// Two at a time leave a process of two cores breath for its pages.
const two = pLimit(2);

/** The library is loaded with the first image; nothing is kept between images. */
async function open(bytes: Buffer, options: SharpOptions): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp(bytes, options);
}

export interface CleanImage {
  readonly content: Buffer;
  readonly mediaType: StoredType;
  readonly width: number;
  readonly height: number;
}

/** So few patches that nothing can be read back from them: a plate's letters stand in fewer patches than there are letters. */
const PATCHES = 5;

/**
 * The same picture with some areas made unreadable: each becomes a few patches of its mean colours, and the sharp picture
 * is not in the new one any more.
 * @throws when the stored picture is broken.
 */
export async function blurAreas(
  bytes: Buffer,
  mediaType: StoredType,
  areas: readonly PhotoArea[],
): Promise<CleanImage> {
  return two(async () => {
    const options = { failOn: 'error', limitInputPixels: MOST_PIXELS, pages: 1 } as const;
    const { width, height } = await (await open(bytes, options)).metadata();
    const patches = [];
    for (const area of areas) {
      const box = pixels(area, width, height);
      const few = await (
        await open(bytes, options)
      )
        .extract(box)
        .resize(Math.min(PATCHES, box.width), Math.min(PATCHES, box.height), { fit: 'fill', kernel: 'linear' })
        .png()
        .toBuffer();
      const input = await (
        await open(few, options)
      )
        .resize(box.width, box.height, { fit: 'fill', kernel: 'nearest' })
        .png()
        .toBuffer();
      patches.push({ input, left: box.left, top: box.top });
    }
    const image = (await open(bytes, options)).timeout({ seconds: PATIENCE }).composite(patches);
    const photo = mediaType === 'image/jpeg';
    const written = photo ? image.jpeg({ quality: QUALITY, mozjpeg: true }) : image.webp({ quality: QUALITY });
    const { data, info } = await written.toBuffer({ resolveWithObject: true });
    return { content: data, mediaType, width: info.width, height: info.height };
  });
}

function pixels(area: PhotoArea, width: number, height: number) {
  const left = Math.min(width - 1, Math.floor((area.x * width) / 1000));
  const top = Math.min(height - 1, Math.floor((area.y * height) / 1000));
  const right = Math.min(width, Math.ceil(((area.x + area.width) * width) / 1000));
  const bottom = Math.min(height, Math.ceil(((area.y + area.height) * height) / 1000));
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/**
 * Writes an image anew: turned as its camera said, at most 2,000 pixels wide or high, without anything but its
 * pixels (where it was taken, by which phone and when stay behind, and so does whatever was hidden in the file).
 *
 * @throws when the file is broken, is not what its first bytes say, or unpacks to more than it may.
 */
export async function cleanImage(bytes: Buffer, kind: Exclude<FileKind, 'pdf' | 'heic'>): Promise<CleanImage> {
  return two(async () => {
    const options = { failOn: 'error', limitInputPixels: MOST_PIXELS, pages: 1, sequentialRead: true } as const;
    const image = (await open(bytes, options))
      .timeout({ seconds: PATIENCE })
      .autoOrient()
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true });
    // A photo stays a photo; a picture of a screen keeps its sharp letters and its transparency.
    const photo = kind === 'jpeg';
    const written = photo ? image.jpeg({ quality: QUALITY, mozjpeg: true }) : image.webp({ quality: QUALITY });
    const { data, info } = await written.toBuffer({ resolveWithObject: true });
    return {
      content: data,
      mediaType: photo ? 'image/jpeg' : 'image/webp',
      width: info.width,
      height: info.height,
    };
  });
}
