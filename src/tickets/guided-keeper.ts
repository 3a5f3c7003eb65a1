import type { Directory } from '../agencies/index.js';
import { isGuided, type Boundary } from './domain/ticket.js';

/** With whom a ticket lies while no agency has it. */
export interface Keeper {
  /** The centre; of a complaint or denunciation about the centre, or a unit above it, an office outside it. */
  readonly centreAgencyCode: string;
  /** How the office outside the centre is called; null: the centre keeps it. */
  readonly keptBy: string | null;
}

/** A complaint or denunciation never lies with those it is about: who keeps it instead says the province. */
export function keeperFor(directory: Directory, boundary: Boundary, subjectAgencyCode: string | null): Keeper {
  const centre = directory.province.centreAgency;
  const code = isGuided(boundary) ? directory.keeperOf(subjectAgencyCode) : centre;
  return { centreAgencyCode: code, keptBy: code === centre ? null : (directory.agency(code)?.name ?? code) };
}
