import { Injectable, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { Problem, type FieldError } from '../../kernel/index.js';

// What a schema has no words of its own for: a list where a text belongs, a number that is none.
z.config({ localeError: () => 'Phần này chưa đọc được. Xin xem lại.' });

/** Checks input at the edge against a schema; what passes is what the schema returns. */
@Injectable()
export class ValidPipe<S extends z.ZodType> implements PipeTransform<unknown, z.output<S>> {
  constructor(readonly schema: S) {}

  transform(value: unknown): z.output<S> {
    const parsed = this.schema.safeParse(value ?? {});
    if (parsed.success) return parsed.data;
    throw Problem.invalid(fieldErrors(parsed.error));
  }
}

/** `@Body(valid(schema))`. The messages in the schema are Vietnamese sentences. */
export function valid<S extends z.ZodType>(schema: S): ValidPipe<S> {
  return new ValidPipe(schema);
}

/** One message a field: the first one. Nested fields are dotted: `tickets.0.words`. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  const first = new Map<string, string>();
  for (const issue of error.issues) {
    const field = issue.path.join('.');
    if (!first.has(field)) first.set(field, issue.message);
  }
  return [...first].map(([field, message]) => ({ field, message }));
}
