/** A code with the name people know it by. */
export interface Named {
  readonly code: string;
  readonly name: string;
}
