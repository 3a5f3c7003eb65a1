import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { In, LessThan, Not } from 'typeorm';
import { Directory } from '../agencies/index.js';
import { Clock } from '../kernel/index.js';
import { Reader } from '../platform/database/index.js';
import { Poller } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { TicketHistoryRow, TicketRow, type Boundary, type TicketState } from '../tickets/index.js';
import { learnableRuns } from './domain/learnable-text.js';
import { PlaceTrainer, type LearntPlaces } from './domain/learnt-places.js';
import { EMPTY_MODEL, MIN_TEXTS, TextModelTrainer, type LearntText, type TextModel } from './domain/text-model.js';

/** The newest tickets are learnt from: how people speak, and where the city has trouble, changes. */
const MOST_TICKETS = 20_000;
const MOST_TEXTS = 5_000;
const BATCH = 500;
/** Words of a long letter after these say little that those before did not. */
const MOST_CHARACTERS = 1_500;
const EVERY_MS = 6 * 3_600_000;
/** So many texts are counted before requests get their turn. */
const AT_ONCE = 20;

/** A coordinator, or whoever corrects, has said what the ticket is about. */
const CONFIRMED = ['classified', 'reclassified'] as const;

/** What was learnt at one moment; replaced as a whole. */
export interface Learnt {
  /** Which tickets it was made of: how many, and the newest. */
  readonly version: string;
  readonly model: TextModel;
  readonly places: LearntPlaces;
}

const NOTHING: Learnt = { version: 'none', model: EMPTY_MODEL, places: new Map() };

/**
 * What the centre's own tickets teach, rebuilt in the background of each process from the newest of them.
 * No table holds it: what a person asked to have erased is gone with the next rebuild, and the machine that
 * has just started is useful at once with the rules alone.
 */
@Injectable()
export class Learning implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private now = NOTHING;
  private stopped = false;
  private readonly poller: Poller;

  constructor(
    private readonly reader: Reader,
    private readonly directory: Directory,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.poller = new Poller({
      name: 'suggestions',
      everyMs: EVERY_MS,
      log,
      run: async () => {
        await this.learn();
        return false;
      },
    });
  }

  get learnt(): Learnt {
    return this.now;
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.poller.stop();
  }

  /** Reads the tickets and learns from them anew. Requests go on meanwhile, with what was learnt before. */
  async learn(): Promise<void> {
    const from = this.clock.now();
    const places = new PlaceTrainer();
    const texts: LearntText[] = [];
    let newest: string | null = null;
    let before: string | null = null;
    for (let seen = 0; seen < MOST_TICKETS && !this.stopped; seen += BATCH) {
      const tickets = await this.ticketsBefore(before);
      newest ??= tickets[0]?.id ?? null;
      const confirmed = await this.confirmed(tickets.map(({ id }) => id));
      for (const { id, words, categoryCode, placeText, wardCode } of tickets) {
        if (placeText !== null && wardCode !== null) places.add({ placeText, wardCode });
        if (categoryCode === null || !confirmed.has(id) || texts.length >= MOST_TEXTS) continue;
        texts.push({ category: categoryCode, runs: learnableRuns(words.slice(0, MOST_CHARACTERS)) });
        if (texts.length % AT_ONCE === 0) await breathe();
      }
      before = tickets.at(-1)?.id ?? null;
      if (tickets.length < BATCH) break;
    }
    if (this.stopped) return;
    const model = await this.modelOf(texts);
    this.now = {
      version: newest === null ? 'none' : `${newest}-${texts.length}`,
      model,
      places: places.places((text) => this.directory.findPlace(text).kind !== 'unknown'),
    };
    const { ngrams } = model;
    const ms = this.clock.now().getTime() - from.getTime();
    this.log.info(
      { tickets: texts.length, ngrams: ngrams.size, places: this.now.places.size, ms },
      'learnt from tickets',
    );
  }

  private async modelOf(texts: readonly LearntText[]): Promise<TextModel> {
    const trainer = new TextModelTrainer(MIN_TEXTS);
    for (const [at, text] of texts.entries()) {
      trainer.see(text);
      if (at % AT_ONCE === 0) await breathe();
    }
    for (const [at, text] of texts.entries()) {
      trainer.add(text);
      if (at % AT_ONCE === 0) await breathe();
    }
    return trainer.model();
  }

  /** Khiếu nại and tố cáo are not learnt from: what they say stays with who keeps them. */
  private ticketsBefore(
    id: string | null,
  ): Promise<Pick<TicketRow, 'id' | 'words' | 'categoryCode' | 'placeText' | 'wardCode'>[]> {
    return this.reader.manager.find(TicketRow, {
      select: { id: true, words: true, categoryCode: true, placeText: true, wardCode: true },
      where: {
        boundary: Not(In<Boundary>(['complaint', 'denunciation'])),
        state: Not<TicketState>('rejected'),
        ...(id === null ? {} : { id: LessThan(id) }),
      },
      order: { id: 'DESC' },
      take: BATCH,
    });
  }

  private async confirmed(ticketIds: readonly string[]): Promise<Set<string>> {
    if (ticketIds.length === 0) return new Set();
    const rows = await this.reader.manager.find(TicketHistoryRow, {
      select: { ticketId: true },
      where: { ticketId: In([...ticketIds]), type: In([...CONFIRMED]) },
    });
    return new Set(rows.map(({ ticketId }) => ticketId));
  }
}
