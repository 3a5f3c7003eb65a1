import type { Provider } from '@nestjs/common';
import { DeskParts, type DeskPart } from '../desk-part.js';
import { AssignPart } from './assign-part.js';
import { SupportPart } from './support-part.js';
import { CitizenPart } from './citizen-part.js';
import { CorrectPart } from './correct-part.js';
import { EndingPart } from './ending-part.js';
import { LeadPart } from './lead-part.js';
import { MergingPart } from './merging-part.js';
import { CommitmentPart } from './commitment-part.js';
import { ModerationPart } from './moderation-part.js';
import { ApologyPart } from './apology-part.js';

/** The parts of the desk, in the order in which their forms and sections stand. */
const PARTS: readonly (new (...services: never[]) => DeskPart)[] = [
  SupportPart,
  LeadPart,
  CommitmentPart,
  EndingPart,
  ApologyPart,
  AssignPart,
  MergingPart,
  CitizenPart,
  CorrectPart,
  ModerationPart,
];

/** A new part is a line in `PARTS`. */
export const deskParts: Provider[] = [
  ...PARTS,
  { provide: DeskParts, useFactory: (...parts: DeskPart[]) => new DeskParts(parts), inject: [...PARTS] },
];
