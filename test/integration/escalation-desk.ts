import { AccountRow } from '../../src/identity/entities.js';
import type { Role } from '../../src/identity/index.js';
import { newId } from '../../src/kernel/index.js';
import { managerOf } from '../../src/platform/database/index.js';
import { Feed } from '../../src/platform/outbox/index.js';
import { Leases } from '../../src/platform/jobs/index.js';
import { Sequencer } from '../../src/platform/outbox/sequencer.js';
import { ESCALATION_TABLES, openEscalation } from '../support/escalation.js';
import { CENTRE, openDesk, people, staff, WARD_AGENCY, type People } from './tickets-desk.js';

/** Everybody whom the ladders of a ward's ticket name, as account ids by name. */
const STAFF: Readonly<Record<string, readonly [Role, string]>> = {
  handler: ['handler', WARD_AGENCY],
  handler2: ['handler', WARD_AGENCY],
  head: ['agency_head', WARD_AGENCY],
  superior: ['agency_head', 'UBND'],
  coordinator: ['coordinator', CENTRE],
  operator: ['operator', CENTRE],
  director: ['director', CENTRE],
  overseer: ['overseer', 'VPUBND'],
  leader: ['leader', 'UBND'],
  foreignHead: ['agency_head', 'SYT'],
  admin: ['admin', CENTRE],
};
export type Name = keyof typeof STAFF;

/** Tickets and their escalation on one database, with people who have accounts. */
export async function openEscalationDesk() {
  const desk = await openDesk({ entities: ESCALATION_TABLES });
  const { unitOfWork, reader, clock, rows } = desk;
  const ids = new Map<string, string>(Object.keys(STAFF).map((name) => [name, newId()]));
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  await unitOfWork.run((transaction) =>
    managerOf(transaction).insert(
      AccountRow,
      Object.entries(STAFF).map(([name, [role, agencyCode]]) => ({
        id: ids.get(name) ?? '',
        login: name.toLowerCase(),
        displayName: `Thử ${name}`,
        passwordHash: '-',
        agencyCode,
        roles: [role],
        active: true,
        email: null,
        createdAt: clock.now(),
      })),
    ),
  );
  const idOf = (name: string): string => ids.get(name) ?? '';
  const principal = (name: string) => {
    const [role, agencyCode] = STAFF[name] as [Role, string];
    return staff(role, agencyCode, idOf(name));
  };
  const who: People = {
    ...people(),
    handler: principal('handler'),
    head: principal('head'),
    coordinator: principal('coordinator'),
    operator: principal('operator'),
  };
  const escalation = await openEscalation(desk, clock);
  const feed = new Feed(reader);
  const sequencer = new Sequencer(unitOfWork, reader, new Leases(unitOfWork, reader, clock));
  let heard = 0;
  return {
    ...desk,
    ...escalation,
    rows,
    who,
    principal,
    idOf,
    nameOf: (id: string): string => names.get(id) ?? id,
    /** Hands the follower what has happened since the last time, and returns it. */
    deliver: async () => {
      while ((await sequencer.run()).length > 0);
      const events = await feed.since(heard, 10_000);
      heard = events.at(-1)?.seq ?? heard;
      for (const event of events) {
        if ((escalation.follower.events as readonly string[]).includes(event.type))
          await unitOfWork.run((transaction) => escalation.follower.handle(event, transaction));
      }
      return events;
    },
  };
}

export type EscalationDesk = Awaited<ReturnType<typeof openEscalationDesk>>;
