import { Injectable } from '@nestjs/common';
import { Directory, Province } from '../agencies/index.js';
import { MetPeople } from '../followers/index.js';
import { Clock } from '../kernel/index.js';
import type { Locale } from '../platform/templates/index.js';
import {
  PublicStatuses,
  type Holder,
  type PublicStatusRow,
  type PublishedItemRow,
  type PublishedLine,
} from '../publication/index.js';
import { SlaError, SlaPolicies, workingSeconds } from '../sla/index.js';
import type { Score } from '../surveys/index.js';
import type { LateSeconds, PublishedFacts } from './published-view.js';

/** What stands beside a published copy on its page. */
@Injectable()
export class PublishedFactsOf {
  constructor(
    private readonly statuses: PublicStatuses,
    private readonly met: MetPeople,
    private readonly directory: Directory,
    private readonly province: Province,
    private readonly policies: SlaPolicies,
    private readonly clock: Clock,
  ) {}

  async facts(item: PublishedItemRow): Promise<PublishedFacts> {
    const [known, met] = await Promise.all([this.statuses.byCode(item.code), this.met.of([item.ticketId])]);
    const status = known && { ...known, reporterCount: known.reporterCount + (met.get(item.ticketId) ?? 0) };
    const { centreAgency: centreCode } = this.province;
    return { status, ratings: ratingsIn(known), centreCode, lateSeconds: this.lateIn(item), now: this.clock.now() };
  }

  /** Who answered keeps the name of then; what it is called now stands beside it. */
  named<Item extends PublishedLine>(item: Item, texts: Locale): Item {
    const today = this.directory.nameOfToday(item.agencyCode, item.agencyName);
    if (today === null) return item;
    return { ...item, agencyName: texts.text('portal.item.renamed', { name: item.agencyName, today }) };
  }

  /** What of a holder's turn lies between the deadline and the answer, in the holder's own working time. */
  private lateIn({ dueAt, answeredAt }: PublishedItemRow): LateSeconds {
    return ({ agencyCode, fromAt, untilAt }: Holder) => {
      if (dueAt === null) return null;
      const from = new Date(Math.max(Date.parse(fromAt), dueAt.getTime()));
      const until = new Date(Math.min(Date.parse(untilAt), answeredAt.getTime()));
      if (until <= from) return 0;
      try {
        return workingSeconds(from, until, this.policies.agencyCalendar(agencyCode));
      } catch (error) {
        if (error instanceof SlaError) return null;
        throw error;
      }
    };
  }
}

/** What was said of the answer on the page; while it is looked at again, the figures do not count it. */
function ratingsIn(status: PublicStatusRow | null): ReadonlyMap<Score, number> {
  const given: readonly (readonly [Score, number])[] =
    status === null
      ? []
      : [
          ['very_satisfied', status.verySatisfied],
          ['satisfied', status.satisfied],
          ['unsatisfied', status.unsatisfied],
        ];
  return new Map(given.filter(([, people]) => people > 0));
}
