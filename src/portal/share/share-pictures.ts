import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import sharp from 'sharp';
import { Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { pictureOf, type Outlines, type Words } from './picture.js';

/** So many pictures are kept: what is shared is shared by many within an hour. */
const MOST_KEPT = 200;
const MOST_WAITING = 50;

/** Pictures that stand beside a link when somebody shares it. */
@Injectable()
export class SharePictures {
  private readonly font: Outlines;
  private readonly kept = new Map<string, Promise<Buffer>>();
  /** Drawing takes a processor a few hundredths of a second: one after the other, so that pages are served meanwhile. */
  private readonly oneByOne = pLimit(1);

  constructor(config: Config) {
    const file = join(config.packageRoot, 'templates', 'share-picture', 'glyphs-600.json');
    this.font = JSON.parse(readFileSync(file, 'utf8')) as Outlines;
  }

  /** PNG, 1200 × 630. */
  async png(words: Words): Promise<Buffer> {
    // By what stands on it: words that were hidden since are on no picture that is kept.
    const key = JSON.stringify(words);
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    if (this.oneByOne.pendingCount > MOST_WAITING)
      throw new Problem('unavailable', 'Đang vẽ nhiều ảnh. Xin tải lại sau ít phút.');
    const drawn = this.oneByOne(() =>
      sharp(Buffer.from(pictureOf(words, this.font)))
        .png({ palette: true, colours: 64, effort: 4 })
        .toBuffer(),
    );
    this.kept.set(key, drawn);
    drawn.catch(() => this.kept.delete(key));
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return drawn;
  }
}
