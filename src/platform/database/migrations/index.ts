import type { MigrationClass } from '../schema.js';
import { platformMigrations } from './0000-platform.js';

/** Every migration of the service, in one sequence; one file per module. */
export const migrations: MigrationClass[] = [...platformMigrations];
