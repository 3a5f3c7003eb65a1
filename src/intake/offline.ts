/** The part of the module that needs no service and no database, for commands that must start at once. */
export { detectBoundary } from './domain/boundary.js';
