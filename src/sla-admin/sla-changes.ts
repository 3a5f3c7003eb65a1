import { Injectable } from '@nestjs/common';
import { In, LessThan, type EntityManager } from 'typeorm';
import { Accounts, type CommandContext } from '../identity/index.js';
import { Clock, newId, Problem } from '../kernel/index.js';
import { Idempotency, managerOf, Reader } from '../platform/database/index.js';
import { raiseRevision, readRules, rulesRevision, SlaPolicies, writeRules } from '../sla/index.js';
import { CandidateRules, type Candidate } from './candidate-rules.js';
import { BEGUN, ChangeJob } from './change-job.js';
import { ChangeWalk, MOST_SAMPLES } from './change-walk.js';
import type { Proposal } from './domain/proposal.js';
import { SlaChangeRow, SlaChangeSampleRow } from './entities.js';
import { noticeErrors, readNotice } from './notice.js';
import { changeView, type ChangePage, type ChangeView } from './change-view.js';

const PAGE = 30;
const MOST_NOTE = 2000;
const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

const STALE = 'Quy tắc vừa có thay đổi khác. Xin xem trước lại rồi áp dụng.';
const BUSY = 'Một thay đổi khác đang được áp dụng. Xin đợi xong rồi áp dụng thay đổi này.';

/** A year's notice as a table, beside the proposals of one day or a few. */
export interface NoticeInput {
  readonly kind: 'notice';
  readonly year: number;
  readonly csv: string;
}

/** Changes of the rules of time: proposed with a reason, previewed on the running clocks, applied or left. */
@Injectable()
export class SlaChanges {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly policies: SlaPolicies,
    private readonly candidates: CandidateRules,
    private readonly walk: ChangeWalk,
    private readonly job: ChangeJob,
  ) {}

  /**
   * Keeps a proposal and begins its preview.
   * @param note why; read by everybody who looks at the change later.
   * @returns its id.
   * @throws Problem `invalid-input` with everything that is wrong, beside the fields (`csv` for a notice).
   */
  async propose(input: Proposal | NoticeInput, note: string, ctx: CommandContext): Promise<{ id: string }> {
    const reason = checkedNote(note);
    const notice = input.kind === 'notice' ? readNotice(input.csv, input.year) : null;
    const proposal = notice?.proposal ?? (input as Proposal);
    const id = newId();
    const result = await this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      const made = await this.made(manager, proposal, notice?.lines ?? null);
      await manager.insert(SlaChangeRow, {
        ...BEGUN,
        id,
        kind: proposal.kind,
        proposal,
        note: reason,
        createdAt: this.clock.now(),
        createdBy: accountOf(ctx),
        appliedAt: null,
        ...(await this.previewOf(manager, made)),
      });
      return { id };
    });
    this.job.nudge();
    return result;
  }

  /** Previews a change once more, by the rules as they are now. @throws Problem `not-found`, `conflict`, `invalid-input`. */
  async previewAgain(id: string, ctx: CommandContext): Promise<{ id: string }> {
    const result = await this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      const change = await required(manager, id);
      if (change.status !== 'ready' && change.status !== 'failed') return { id };
      const made = await this.made(manager, proposalOf(change), null);
      await manager.delete(SlaChangeSampleRow, { changeId: id });
      const { cursorId, status } = change;
      await manager.update(
        SlaChangeRow,
        { id, status, cursorId },
        { ...BEGUN, ...(await this.previewOf(manager, made)) },
      );
      return { id };
    });
    this.job.nudge();
    return result;
  }

  /**
   * Puts the change into force and lets the running clocks follow. A second click does nothing more.
   * @throws Problem `not-found`; `conflict` while it is previewed, when the rules have changed since, or
   *   another change is being applied.
   */
  async confirm(id: string, ctx: CommandContext): Promise<{ id: string }> {
    const result = await this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      const change = await required(manager, id);
      if (change.status === 'applying' || change.status === 'done') return { id };
      if (change.status !== 'ready') throw Problem.conflict(notReady(change));
      if (await manager.existsBy(SlaChangeRow, { status: 'applying' })) throw Problem.conflict(BUSY);
      const at = this.clock.now();
      // First, so that of two changes confirmed at once the second one waits here and then is refused.
      if (!(await raiseRevision(manager, at, change.revision))) throw Problem.conflict(STALE);
      const rows = await readRules(manager);
      const made = this.candidates.make(rows, proposalOf(change));
      await writeRules(manager, rows, made.rows);
      await this.begin(manager, change, at, ctx);
      return { id };
    });
    await this.policies.reloadIfChanged();
    this.job.nudge();
    return result;
  }

  /** Leaves a change that is not in force. A second click does nothing more. @throws Problem `not-found`, `conflict`. */
  async cancel(id: string, ctx: CommandContext): Promise<{ id: string }> {
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      const { status } = await required(manager, id);
      if (status === 'cancelled') return { id };
      if (status === 'applying' || status === 'done')
        throw Problem.conflict('Thay đổi này đã có hiệu lực. Muốn trở lại như cũ, xin tạo một thay đổi khác.');
      await manager.update(
        SlaChangeRow,
        { id, status: In(['previewing', 'ready', 'failed']) },
        { status: 'cancelled', finishedAt: this.clock.now() },
      );
      return { id };
    });
  }

  /** One change with some of the tickets it moves. @throws Problem `not-found`. */
  async get(id: string): Promise<ChangeView> {
    const { manager } = this.reader;
    const change = await required(manager, id);
    const [samples, revision, names] = [
      await manager.find(SlaChangeSampleRow, {
        where: { changeId: id },
        order: { position: 'ASC' },
        take: MOST_SAMPLES,
      }),
      await rulesRevision(manager),
      await this.accounts.names(peopleOf([change])),
    ];
    return changeView(change, { samples, revision, names });
  }

  /**
   * Who changed what, the newest first.
   * @param cursor the `nextCursor` of the page before; null: the first page.
   */
  async list(cursor: string | null): Promise<ChangePage> {
    const { manager } = this.reader;
    const rows = await manager.find(SlaChangeRow, {
      where: cursor !== null && ID.test(cursor) ? { id: LessThan(cursor) } : {},
      order: { id: 'DESC' },
      take: PAGE + 1,
    });
    const page = rows.slice(0, PAGE);
    const [revision, names] = [await rulesRevision(manager), await this.accounts.names(peopleOf(page))];
    return {
      changes: page.map((change) => changeView(change, { samples: [], revision, names })),
      nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    };
  }

  private async made(manager: EntityManager, proposal: Proposal, lines: readonly number[] | null): Promise<Candidate> {
    try {
      return this.candidates.make(await readRules(manager), proposal);
    } catch (error) {
      if (lines === null || !(error instanceof Problem)) throw error;
      throw Problem.invalid(noticeErrors(error.fields, lines));
    }
  }

  /** What touches no running clock has nothing to preview. */
  private async previewOf(manager: EntityManager, { walk }: Candidate): Promise<Partial<SlaChangeRow>> {
    const revision = await rulesRevision(manager);
    if (walk === 'none') return { walk, revision, status: 'ready', total: 0 };
    return { walk, revision, status: 'previewing', total: await this.walk.running(manager) };
  }

  private async begin(manager: EntityManager, change: SlaChangeRow, at: Date, ctx: CommandContext): Promise<void> {
    const { seen, moved, later, earlier, becameLate, noLongerLate, rearmed, unplannable } = change;
    const previewed = { seen, moved, later, earlier, becameLate, noLongerLate, rearmed, unplannable };
    const begun =
      change.walk === 'none'
        ? { status: 'done' as const, finishedAt: at, total: 0 }
        : { status: 'applying' as const, total: await this.walk.running(manager) };
    const { id, status } = change;
    const updated = await manager.update(
      SlaChangeRow,
      { id, status },
      { ...BEGUN, ...begun, previewed, appliedAt: at, appliedBy: accountOf(ctx) },
    );
    if (updated.affected !== 1) throw Problem.conflict(STALE);
  }
}

async function required(manager: EntityManager, id: string): Promise<SlaChangeRow> {
  const change = ID.test(id) ? await manager.findOneBy(SlaChangeRow, { id }) : null;
  if (change === null) throw Problem.notFound('Không có thay đổi này.');
  return change;
}

function proposalOf({ proposal }: SlaChangeRow): Proposal {
  if (proposal.kind === 'load') throw Problem.conflict('Dữ liệu của tỉnh đã được nạp; không có gì để áp dụng.');
  return proposal;
}

function notReady({ status }: SlaChangeRow): string {
  if (status === 'cancelled') return 'Thay đổi này đã huỷ.';
  return status === 'previewing' ? 'Đang tính xem hạn nào đổi. Xin đợi xong rồi áp dụng.' : STALE;
}

function checkedNote(note: string): string {
  const text = note.normalize('NFC').trim();
  if (text === '') throw Problem.invalid([{ field: 'note', message: 'Xin ghi lý do, ví dụ số và ngày của văn bản.' }]);
  if (text.length > MOST_NOTE)
    throw Problem.invalid([{ field: 'note', message: `Dài nhất ${String(MOST_NOTE)} ký tự.` }]);
  return text;
}

function accountOf({ principal }: CommandContext): string | null {
  return principal.kind === 'staff' ? principal.accountId : null;
}

function peopleOf(changes: readonly SlaChangeRow[]): string[] {
  return changes.flatMap(({ createdBy, appliedBy }) => [createdBy, appliedBy].filter((id) => id !== null));
}
