import { createHash } from 'node:crypto';
import type { PublicStatus } from './public-status.js';

/**
 * How far a matter is, as the public may follow it. What an agency does with its answer before the gate (approving it,
 * looking at it once more) is nobody's business outside, so it is all `in_progress`; an answer stays one when its ticket
 * is closed after the days for rating.
 */
export const PUBLIC_PHASES = ['received', 'assigned', 'in_progress', 'awaiting_info', 'answered', 'merged'] as const;

export type PublicPhase = (typeof PUBLIC_PHASES)[number];

const PHASE_OF: Readonly<Record<string, PublicPhase>> = {
  received: 'received',
  assigned: 'assigned',
  in_progress: 'in_progress',
  awaiting_approval: 'in_progress',
  awaiting_publication: 'in_progress',
  awaiting_info: 'awaiting_info',
  published: 'answered',
  closed: 'answered',
  merged: 'merged',
};

/** States that are public never have another name; one that is not known here counts as work. */
export function phaseOf(state: string): PublicPhase {
  return PHASE_OF[state] ?? 'in_progress';
}

/** The states of the tickets whose matter is in one of these phases. */
export function statesOf(phases: readonly PublicPhase[]): string[] {
  return Object.entries(PHASE_OF).flatMap(([state, phase]) => (phases.includes(phase) ? [state] : []));
}

/** What the public saw of a ticket since some instant. */
export interface SeenBefore {
  readonly phase: string;
  readonly agencyCode: string | null;
  readonly face: string;
}

export interface PublicChange extends SeenBefore {
  readonly phase: PublicPhase;
  /** Whether somebody who follows the matter is told: it went on, or to somebody else. A moved deadline is not told. */
  readonly told: boolean;
  readonly changedAt: Date;
}

/** What is seen of a ticket. */
export interface SeenNow {
  readonly status: PublicStatus;
  /** When the words of its copy were changed by hand; null: never. */
  readonly revisedAt: Date | null;
}

/**
 * What changes for the public when a ticket's status is written.
 * @param before null: nothing of it was public.
 * @returns null when the public sees what it saw before.
 */
export function changeOf(seen: SeenNow, before: SeenBefore | null, now: Date): PublicChange | null {
  const { status } = seen;
  const face = faceOf(seen);
  if (before?.face === face) return null;
  const phase = phaseOf(status.state);
  const { agencyCode } = status;
  const told = before === null || before.phase !== phase || before.agencyCode !== agencyCode;
  // A projection that is written anew, long after the answer: the day of the answer counts.
  const changedAt = before === null && phase === 'answered' ? (status.publishedAt ?? now) : now;
  return { phase, agencyCode, face, told, changedAt };
}

/** Everything the public sees of a ticket, in one short word that is compared. */
function faceOf({ status, revisedAt }: SeenNow): string {
  const seen = [
    phaseOf(status.state),
    status.categoryCode,
    status.wardCode,
    status.agencyCode,
    status.dueAt?.getTime() ?? null,
    status.answeredAt?.getTime() ?? null,
    status.publishedAt?.getTime() ?? null,
    status.reporterCount,
    // Words that were hidden are fetched anew by whoever asks for what is new.
    ...(revisedAt === null ? [] : [revisedAt.getTime()]),
  ];
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex').slice(0, 32);
}
