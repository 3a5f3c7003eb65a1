/** A process of the service that is killed in the middle of something: started by platform-outbox.spec.ts. */
import 'reflect-metadata';
import { SystemClock } from '../../src/kernel/index.js';
import { effectSubscriber, openOutbox } from './outbox.js';
import type { DatabasePlace } from './server-database.js';

const { place, until } = JSON.parse(process.argv[2] ?? '') as {
  place: DatabasePlace;
  until: 'committed' | 'handling' | 'delivered';
};
const outbox = await openOutbox(place, new SystemClock());
const say = (word: string): void => void process.stdout.write(`${word}\n`);
/** Stays until it is killed. */
const forEver = (): Promise<never> => new Promise(() => setInterval(() => undefined, 60_000));

await outbox.happen('it.happened');
if (until !== 'committed') {
  await outbox.sequencer.run();
  const subscriber = effectSubscriber('mailer', ['it.happened'], async () => {
    if (until !== 'handling') return;
    say(until);
    await forEver();
  });
  await outbox.delivery(subscriber).run();
}
say(until);
await forEver();
