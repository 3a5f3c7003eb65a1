import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock, newId, Problem } from '../kernel/index.js';
import { managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import { Leases, Poller, type Lease } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { deadlinesDemanded, readRules, rulesRevision, SlaPolicies, takeDeadlineDemand } from '../sla/index.js';
import { CandidateRules, type Candidate } from './candidate-rules.js';
import { ChangeWalk, WalkTaken } from './change-walk.js';
import type { Judgement } from './domain/verdict.js';
import { SlaChangeRow } from './entities.js';

const POLL_MS = 1000;
/** Every process looks once a second whether the rules are others; what it had begun before ends in the rest. */
const SETTLE_MS = 4000;

/**
 * Previews and applies changes of the rules, one process at a time, a batch after the other. A change is
 * applied to running clocks only once every process must have noticed the new rules, so that no clock is
 * started by the old ones behind the walk's back.
 */
@Injectable()
export class ChangeJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly poller: Poller;
  private readonly lease: Lease;
  private candidate: { readonly key: string; readonly made: Candidate } | null = null;
  /** The change that waits for the other processes, and since when by the machine's own running time. */
  private settling: { readonly id: string; readonly since: number } | null = null;
  /** @internal shorter in tests, where there is one process */
  settleMs = SETTLE_MS;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly policies: SlaPolicies,
    private readonly candidates: CandidateRules,
    private readonly walk: ChangeWalk,
    leases: Leases,
    log: Log,
  ) {
    this.lease = leases.lease('sla-change');
    this.poller = new Poller({ name: 'sla-change', everyMs: POLL_MS, log, run: () => this.run() });
  }

  onApplicationBootstrap(): void {
    this.poller.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.poller.stop();
    await this.lease.release();
  }

  /** There is a change to look at. */
  nudge(): void {
    this.poller.nudge();
  }

  /** One batch. @returns whether there may be more at once. */
  async run(): Promise<boolean> {
    const change = await this.next();
    if (change === null) return this.afterLoad();
    if (!(await this.lease.hold())) return false;
    try {
      return change.status === 'previewing' ? await this.preview(change) : await this.apply(change);
    } catch (error) {
      if (error instanceof WalkTaken) return true;
      throw error;
    }
  }

  /** What is applied goes before what is only looked at; then the older one. */
  private async next(): Promise<SlaChangeRow | null> {
    const [first] = await this.reader.manager.find(SlaChangeRow, {
      where: { status: In(['applying', 'previewing']) },
      order: { status: 'ASC', id: 'ASC' },
      take: 1,
    });
    return first ?? null;
  }

  private async preview(change: SlaChangeRow): Promise<boolean> {
    const made = await this.candidateFor(change);
    if (made === null) {
      await this.fail(change, 'rules-changed');
      return true;
    }
    const { walk, rules, newCalendar } = made;
    await this.walk.step(change, { walk, rules, newCalendar, order: orderOf(change) });
    return true;
  }

  private async apply(change: SlaChangeRow): Promise<boolean> {
    if (!this.settled(change)) return false;
    await this.policies.reloadIfChanged();
    const { rules } = this.policies;
    const newCalendar = newCalendarOf(change, this.policies);
    await this.walk.step(change, { walk: change.walk, rules, newCalendar, order: orderOf(change) });
    return true;
  }

  /** A walk that has begun had waited already, in whichever process that was. */
  private settled(change: SlaChangeRow): boolean {
    if (change.cursorId !== '') return true;
    // Not the wall clock, which somebody may set while this waits.
    const now = performance.now();
    if (this.settling?.id !== change.id) this.settling = { id: change.id, since: now };
    return now - this.settling.since >= this.settleMs;
  }

  private async candidateFor(change: SlaChangeRow): Promise<Candidate | null> {
    const { manager } = this.reader;
    const key = `${change.id} ${String(change.revision)}`;
    if ((await rulesRevision(manager)) !== change.revision || change.proposal.kind === 'load') return null;
    if (this.candidate?.key === key) return this.candidate.made;
    try {
      const made = this.candidates.make(await readRules(manager), change.proposal);
      if ((await rulesRevision(manager)) !== change.revision) return null;
      this.candidate = { key, made };
      return made;
    } catch (error) {
      // It was right when it was proposed: something it names is gone since.
      if (error instanceof Problem) return null;
      throw error;
    }
  }

  private async fail({ id, status }: SlaChangeRow, error: string): Promise<void> {
    await this.unitOfWork.run((transaction) =>
      managerOf(transaction).update(SlaChangeRow, { id, status }, { status: 'failed', error }),
    );
  }

  /** The province's files were loaded and changed the calendar: the running clocks follow. */
  private async afterLoad(): Promise<boolean> {
    if (!(await deadlinesDemanded(this.reader.manager))) return false;
    const id = newId();
    return this.unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      if (!(await takeDeadlineDemand(manager))) return false;
      await manager.insert(SlaChangeRow, {
        ...BEGUN,
        id,
        kind: 'load',
        proposal: { kind: 'load' },
        note: 'Dữ liệu cấu hình của tỉnh vừa được nạp lại.',
        status: 'applying',
        walk: 'replan',
        revision: await rulesRevision(manager),
        createdAt: this.clock.now(),
        createdBy: null,
        appliedAt: this.clock.now(),
        total: await this.walk.running(manager),
      });
      return true;
    });
  }
}

/** A walk before its first clock. */
export const BEGUN = {
  cursorId: '',
  seen: 0,
  moved: 0,
  later: 0,
  earlier: 0,
  becameLate: 0,
  noLongerLate: 0,
  rearmed: 0,
  unplannable: 0,
  previewed: null,
  error: null,
  appliedBy: null,
  finishedAt: null,
} satisfies Partial<SlaChangeRow>;

function orderOf({ proposal }: SlaChangeRow): Judgement['order'] {
  return proposal.kind === 'order' ? proposal : null;
}

/** The agency's clocks move over from the common calendar, which is known by now as the one of the role. */
function newCalendarOf({ proposal }: SlaChangeRow, { rows }: SlaPolicies): Judgement['newCalendar'] {
  if (proposal.kind !== 'hours' || proposal.newCalendar === null) return null;
  const common = rows.calendars.find(({ role, agencyCode }) => role === 'holder' && agencyCode === null);
  if (common === undefined) return null;
  return { agencyCode: proposal.newCalendar.agencyCode, from: common.code, to: proposal.calendarCode };
}
