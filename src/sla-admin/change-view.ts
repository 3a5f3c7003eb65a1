import type { ChangeKind, Proposal, Walk } from './domain/proposal.js';
import type { Tally } from './domain/tally.js';
import type { ChangeStatus, SlaChangeRow, SlaChangeSampleRow } from './entities.js';

/** A deadline that a change moves. */
export interface MovedSample {
  readonly ticketId: string;
  readonly ticketCode: string;
  readonly clock: string;
  readonly dueBefore: Date;
  readonly dueAfter: Date;
}

/** A change as it is shown. */
export interface ChangeView {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly proposal: Proposal | { readonly kind: 'load' };
  readonly note: string;
  readonly status: ChangeStatus;
  /** What of the running clocks it looks at. */
  readonly walk: Walk;
  /** The rules have changed since its preview: it must be previewed again before it can be confirmed. */
  readonly stale: boolean;
  readonly createdAt: Date;
  /** null: the service itself. */
  readonly createdBy: string | null;
  readonly createdByName: string | null;
  readonly appliedAt: Date | null;
  readonly appliedBy: string | null;
  readonly appliedByName: string | null;
  readonly finishedAt: Date | null;
  /** Running clocks when the walk began; how many of them were looked at is `tally.seen`. */
  readonly total: number;
  /** Of the preview while it is not confirmed; then of what is really done. */
  readonly tally: Tally;
  /** What the preview had counted, once confirmed. */
  readonly previewed: Tally | null;
  readonly error: string | null;
  /** The first tickets whose deadline moves. */
  readonly samples: readonly MovedSample[];
}

export interface ChangePage {
  readonly changes: readonly ChangeView[];
  readonly nextCursor: string | null;
}

export function changeView(
  row: SlaChangeRow,
  beside: {
    readonly samples: readonly SlaChangeSampleRow[];
    readonly revision: number;
    readonly names: ReadonlyMap<string, string>;
  },
): ChangeView {
  const { samples, revision, names } = beside;
  const { seen, moved, later, earlier, becameLate, noLongerLate, rearmed, unplannable } = row;
  const open = row.status === 'ready' || row.status === 'previewing' || row.status === 'failed';
  return {
    id: row.id,
    kind: row.kind,
    proposal: row.proposal,
    note: row.note,
    status: row.status,
    walk: row.walk,
    stale: open && row.revision !== revision,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    createdByName: nameOf(row.createdBy, names),
    appliedAt: row.appliedAt,
    appliedBy: row.appliedBy,
    appliedByName: nameOf(row.appliedBy, names),
    finishedAt: row.finishedAt,
    total: row.total,
    tally: { seen, moved, later, earlier, becameLate, noLongerLate, rearmed, unplannable },
    previewed: row.previewed,
    error: row.error,
    samples: samples.map(({ ticketId, ticketCode, clock, dueBefore, dueAfter }) => ({
      ticketId,
      ticketCode,
      clock,
      dueBefore,
      dueAfter,
    })),
  };
}

function nameOf(id: string | null, names: ReadonlyMap<string, string>): string | null {
  return id === null ? null : (names.get(id) ?? null);
}
