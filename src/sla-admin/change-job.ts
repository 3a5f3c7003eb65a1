import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock, newId, Problem } from '../kernel/index.js';
import { managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import { Leases, ResumableJob } from '../platform/jobs/index.js';
import { Log } from '../platform/log/index.js';
import { deadlinesDemanded, readRules, rulesRevision, SlaPolicies, takeDeadlineDemand } from '../sla/index.js';
import { CandidateRules, type Candidate } from './candidate-rules.js';
import { ChangeWalk, WalkTaken } from './change-walk.js';
import type { Judgement } from './domain/verdict.js';
import { SlaChangeRow } from './entities.js';

/**
 * Previews and applies changes of the rules, one process at a time, a batch after the other. A change is
 * applied to running clocks only once every process must have noticed the new rules, so that no clock is
 * started by the old ones behind the walk's back.
 */
@Injectable()
export class ChangeJob extends ResumableJob<SlaChangeRow> {
  private candidate: { readonly key: string; readonly made: Candidate } | null = null;

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
    super('sla-change', leases, log);
  }

  protected async step(change: SlaChangeRow): Promise<boolean> {
    try {
      return change.status === 'previewing' ? await this.preview(change) : await this.apply(change);
    } catch (error) {
      if (error instanceof WalkTaken) return true;
      throw error;
    }
  }

  /** What is applied goes before what is only looked at; then the older one. */
  protected async next(): Promise<SlaChangeRow | null> {
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
    if (!this.hasSettled(change, change.cursorId !== '')) return false;
    await this.policies.reloadIfChanged();
    const { rules } = this.policies;
    const newCalendar = newCalendarOf(change, this.policies);
    await this.walk.step(change, { walk: change.walk, rules, newCalendar, order: orderOf(change) });
    return true;
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
  protected async idle(): Promise<boolean> {
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
