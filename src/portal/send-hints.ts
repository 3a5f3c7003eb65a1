import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { MetPeople } from '../followers/index.js';
import { PreviewIntake, previewSchema, type Preview } from '../intake/index.js';
import { Clock, dayInVietnam } from '../kernel/index.js';
import type { Locale } from '../platform/templates/index.js';
import { PublicStatuses, type PublicStatusRow } from '../publication/index.js';
import { Catalog } from '../routing/index.js';
import { Suggestions } from '../suggestions/index.js';

const DAY_MS = 86_400_000;
/** What was reported before that is another matter, or mended. */
const ALIKE_DAYS = 30;
const MOST_ALIKE = 3;
const MOST_GUESSED = 3;

/** A kind of matter that the words sound like. */
interface Guess {
  readonly code: string;
  readonly name: string;
  readonly because: string;
}

/** A report that may be about the same: where it is read or followed, and what is known of it. */
interface Alike {
  readonly href: string;
  readonly title: string;
  readonly text: string;
}

export interface Hints {
  readonly preview: Preview | null;
  readonly guesses: readonly Guess[];
  readonly alike: readonly Alike[];
}

/** What the form tells of a matter before it is sent: the kind it sounds like, and whether somebody was faster. */
@Injectable()
export class SendHints {
  constructor(
    private readonly suggestions: Suggestions,
    private readonly intake: PreviewIntake,
    private readonly statuses: PublicStatuses,
    private readonly met: MetPeople,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly clock: Clock,
  ) {}

  /** @param texts in the language of the page. */
  async of(values: object, texts: Locale): Promise<Hints> {
    const parsed = previewSchema.safeParse(values);
    if (!parsed.success) return { preview: null, guesses: [], alike: [] };
    const { words, placeText, subject, categoryCode } = parsed.data;
    const preview = this.intake.preview(parsed.data);
    // Khiếu nại, tố cáo and danger go ways of their own; nobody is sent to read of others first.
    if (preview.boundary !== 'ordinary' || words.trim() === '') return { preview, guesses: [], alike: [] };
    const { categories, wards } = this.suggestions.suggest({ words, placeText, subject });
    const guesses = categories.slice(0, MOST_GUESSED).map(({ code, name, reason }) => ({
      code,
      name: texts.name('category', code, name),
      because: texts.said(reason) ?? reason,
    }));
    const kind = categoryCode ?? guesses[0]?.code ?? null;
    const wardCode = preview.ward?.code ?? wards[0]?.code ?? null;
    return {
      preview,
      guesses: categoryCode === null ? guesses : [],
      alike: kind === null || wardCode === null ? [] : await this.alike(kind, wardCode, texts),
    };
  }

  /** Reports of the last weeks of the same kind from the same ward, as far as anybody may know of them. */
  private async alike(categoryCode: string, wardCode: string, texts: Locale): Promise<Alike[]> {
    const since = new Date(this.clock.now().getTime() - ALIKE_DAYS * DAY_MS);
    const rows = await this.statuses.alike({ categoryCode, wardCode, since }, MOST_ALIKE);
    const met = await this.met.of(rows.map(({ ticketId }) => ticketId));
    return rows.map((row) => this.shown(row, row.reporterCount + (met.get(row.ticketId) ?? 0), texts));
  }

  private shown(row: PublicStatusRow, people: number, texts: Locale): Alike {
    const text = (key: string, values = {}) => texts.text(`portal.near.${key}`, values);
    const agency = row.agencyCode === null ? null : (this.directory.agency(row.agencyCode)?.shortName ?? null);
    const due = row.dueAt === null ? '' : texts.instant(row.dueAt);
    const holder = agency ?? texts.text('portal.item.centre');
    return {
      href: row.publishedAt === null ? `/cung-gap/${row.code}` : `/da-cong-khai/${row.code}`,
      title: text(people > 1 ? 'title_many' : 'title_one', { people: String(people) }),
      text: [
        text('what', {
          category: texts.name('category', row.categoryCode, this.catalog.category(row.categoryCode ?? '')?.name ?? ''),
          ward: this.directory.unit(row.wardCode ?? '')?.name ?? '',
          day: texts.day(dayInVietnam(row.receivedAt)),
        }),
        row.answeredAt !== null
          ? text('answered', { agency: holder })
          : text(due === '' ? 'held' : 'held_until', { agency: holder, due }),
      ].join(' '),
    };
  }
}
