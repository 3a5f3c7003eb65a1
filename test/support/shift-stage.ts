import { randomUUID } from 'node:crypto';
import { createApp } from '../../src/create-app.js';
import { Accounts, type Role } from '../../src/identity/index.js';
import { SystemClock } from '../../src/kernel/index.js';
import { OperatorLines } from '../../src/telephony/index.js';
import { CENTRE } from './agent.js';
import { createLoadedDatabase, testConfig } from './app.js';
import type { OwnDatabase } from './server-database.js';

/** Somebody who can sign in. */
export interface Person {
  readonly accountId: string;
  readonly login: string;
  readonly password: string;
}

/** Somebody who takes calls at a line of her own. */
export interface SeatedOperator extends Person {
  readonly extension: string;
}

/** A centre with people in it, for a service that runs in a process of its own. */
export interface ShiftStage {
  readonly place: OwnDatabase;
  readonly operators: readonly SeatedOperator[];
  readonly coordinator: Person;
}

const FIRST_EXTENSION = 201;

/** @param size so many operators, each at a line of her own. */
export async function setShiftStage(size: number): Promise<ShiftStage> {
  const place = await createLoadedDatabase();
  const nest = await createApp(testConfig(place, 0), new SystemClock());
  try {
    await nest.init();
    const add = async (login: string, displayName: string, role: Role): Promise<Person> => {
      const password = randomUUID();
      const person = { login, displayName, roles: [role], agencyCode: CENTRE, password };
      const { id: accountId } = await nest.get(Accounts, { strict: false }).add(person);
      return { accountId, login, password };
    };
    const coordinator = await add('truong-ca', 'Trưởng ca', 'coordinator');
    const operators: SeatedOperator[] = [];
    for (let seat = 0; seat < size; seat += 1) {
      const extension = String(FIRST_EXTENSION + seat);
      const person = await add(`may-${extension}`, `Tổng đài viên máy ${extension}`, 'operator');
      await nest.get(OperatorLines, { strict: false }).set(person.login, extension);
      operators.push({ ...person, extension });
    }
    return { place, operators, coordinator };
  } catch (error) {
    await place.drop();
    throw error;
  } finally {
    await nest.close();
  }
}
