import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';

/** A page was asked for by somebody who is not signed in. */
export class SignInNeeded extends Error {
  override readonly name = 'SignInNeeded';

  /** @param location the sign-in page, with the way back. */
  constructor(readonly location: string) {
    super('sign-in needed');
  }
}

/** Shows the sign-in page instead. 303, so that a form that was sent becomes a page that is read. */
@Catch(SignInNeeded)
export class SignInNeededFilter implements ExceptionFilter<SignInNeeded> {
  catch(error: SignInNeeded, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().redirect(303, error.location);
  }
}
