import type { Provider } from '@nestjs/common';
import { DeskParts, type DeskPart } from '../desk-part.js';
import { ApologyPart } from './apology-part.js';

/** The parts of the desk, in the order in which their forms and sections stand. */
const PARTS: readonly (new (...services: never[]) => DeskPart)[] = [ApologyPart];

/** A new part is a line in `PARTS`. */
export const deskParts: Provider[] = [
  ...PARTS,
  { provide: DeskParts, useFactory: (...parts: DeskPart[]) => new DeskParts(parts), inject: [...PARTS] },
];
