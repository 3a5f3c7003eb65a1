import pLimit from 'p-limit';
import type { Sharp, SharpOptions } from 'sharp';
import type { FileKind, StoredType } from './domain/file-kind.js';

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
