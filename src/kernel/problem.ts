/** What can go wrong in a way that a person is told about. Each maps to one HTTP status. */
export type ProblemKind =
  | 'invalid-input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  /** It was here, and was taken away on purpose. */
  | 'gone'
  | 'conflict'
  | 'stale-version'
  | 'unprocessable'
  | 'too-many-requests'
  | 'idempotency-key-missing'
  | 'idempotency-key-reused'
  | 'unavailable';

/** One wrong field: `field` is the input's name (dotted for nested ones), `message` is Vietnamese. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What has happened meanwhile, as a sentence with its time. */
export interface Change {
  readonly text: string;
  readonly at: Date;
}

/**
 * An expected failure. Thrown by commands and policies, turned into problem+json or an error page
 * at the edge. `title` is a Vietnamese sentence a person can act on; it must hold no personal data,
 * because it is logged.
 */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly kind: ProblemKind,
    readonly title: string,
    readonly fields: readonly FieldError[] = [],
    /** Of a `stale-version`: what has changed, as far as the person may read it. */
    readonly changes: readonly Change[] = [],
  ) {
    super(title);
  }

  static invalid(fields: readonly FieldError[], title = 'Còn chỗ cần sửa.'): Problem {
    return new Problem('invalid-input', title, fields);
  }

  /** Missing and forbidden look the same, so that nobody can probe what exists. */
  static notFound(title = 'Không tìm thấy nội dung này.'): Problem {
    return new Problem('not-found', title);
  }

  static conflict(title: string): Problem {
    return new Problem('conflict', title);
  }
}
