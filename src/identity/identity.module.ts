import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessCheck } from './access-check.js';
import { Accounts } from './accounts.js';
import { Deputies } from './deputies.js';
import { DemoAccounts } from './demo-accounts.js';
import { AccessGuard } from './http/access.guard.js';
import { SessionApiController } from './http/session-api.controller.js';
import { SignInController } from './http/sign-in.controller.js';
import { SignInNeededFilter } from './http/sign-in-needed.filter.js';
import { Passwords } from './passwords.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';
import { Throttle } from './throttle.js';

/** Accounts, sessions, roles; and the guard before every handler of the service. */
@Module({
  imports: [DiscoveryModule],
  controllers: [SessionApiController, SignInController],
  providers: [
    Accounts,
    AccessCheck,
    AccessGuard,
    DemoAccounts,
    Deputies,
    Passwords,
    Sessions,
    SignIn,
    Throttle,
    { provide: APP_GUARD, useExisting: AccessGuard },
    { provide: APP_FILTER, useClass: SignInNeededFilter },
  ],
  exports: [AccessCheck, AccessGuard, Accounts, DemoAccounts, Deputies, Sessions, SignIn],
})
export class IdentityModule {}
