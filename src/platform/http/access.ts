import { SetMetadata } from '@nestjs/common';

export const ACCESS_KEY = 'access';

/** Who may call a handler. Every HTTP and gateway handler states it; one that does not is refused. */
export type Access = { readonly public: true } | { readonly permission: string };

/** Anybody, without an account. */
export const Public = (): ClassDecorator & MethodDecorator =>
  SetMetadata(ACCESS_KEY, { public: true } satisfies Access);

/** Only people whose role grants the permission. */
export const Permit = (permission: string): ClassDecorator & MethodDecorator =>
  SetMetadata(ACCESS_KEY, { permission } satisfies Access);

export const NOT_IDEMPOTENT_KEY = 'not-idempotent';

/** A state-changing handler that takes no Idempotency-Key, with the reason why a repeat does no harm. */
export const NotIdempotent = (reason: string): MethodDecorator => SetMetadata(NOT_IDEMPOTENT_KEY, reason);
