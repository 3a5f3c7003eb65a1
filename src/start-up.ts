import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { LiveGateway } from './console/index.js';
import { FOLLOWER_ASKED } from './followers/index.js';
import { Readiness } from './platform/http/index.js';
import { Dispatcher, SubscriberRegistry } from './platform/outbox/index.js';
import { FOLLOWED_CALL_EVENTS } from './telephony/index.js';
import { TICKET_RATED } from './surveys/index.js';
import { DEADLINES_MOVED, TICKET_EVENTS } from './tickets/index.js';

/** Something that would go wrong at night is found at start; the message is one line. */
export class StartUpError extends Error {
  override readonly name = 'StartUpError';
}

/** The last checks when all modules stand, then the feed begins to move; the reverse at the end. */
@Injectable()
export class StartUp implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly subscribers: SubscriberRegistry,
    private readonly dispatcher: Dispatcher,
    private readonly readiness: Readiness,
    private readonly live: LiveGateway,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const mistakes = this.subscribers.check([
      ...TICKET_EVENTS,
      DEADLINES_MOVED,
      TICKET_RATED,
      ...FOLLOWED_CALL_EVENTS,
      FOLLOWER_ASKED,
    ]);
    if (mistakes.length > 0) throw new StartUpError(mistakes.join('; '));
    await this.dispatcher.start();
  }

  /** Requests in flight go on; new ones go elsewhere; what this process had claimed becomes free. */
  async beforeApplicationShutdown(): Promise<void> {
    this.readiness.stop();
    this.live.stop();
    await this.dispatcher.stop();
    this.live.end();
  }
}
