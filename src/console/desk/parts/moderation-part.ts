import { Injectable } from '@nestjs/common';
import { allows } from '../../../identity/index.js';
import { isGuided } from '../../../tickets/index.js';
import { DeskPart, type Offered, type Section, type SectionFacts } from '../desk-part.js';

/** The way from a published ticket to its redaction sheet. */
@Injectable()
export class ModerationPart extends DeskPart {
  readonly steps = {};

  offer(): Offered {
    return {};
  }

  override sections({ principal, detail }: SectionFacts): readonly Section[] {
    const { publishedAt, visibility, boundary } = detail;
    const shown = publishedAt !== null && visibility === 'public' && !isGuided(boundary);
    if (!shown || !allows(principal, 'ticket.publish')) return [];
    return [{ place: 'below', partial: 'console/partials/section-moderation', sheetHref: `/kiem-duyet/${detail.id}` }];
  }

  run(): Promise<void> {
    // It has no form of its own.
    return Promise.resolve();
  }
}
