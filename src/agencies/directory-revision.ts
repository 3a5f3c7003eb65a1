import type { EntityManager } from 'typeorm';
import { DirectoryRevisionRow } from './entities.js';

const ID = 'directory';

/** 0 before the first order. */
export async function directoryRevision(manager: EntityManager): Promise<number> {
  return (await manager.findOneBy(DirectoryRevisionRow, { id: ID }))?.revision ?? 0;
}

/** Says that agencies or their rules are others now, in the transaction that changes them. */
export async function raiseDirectoryRevision(manager: EntityManager, at: Date): Promise<void> {
  const raised = await manager
    .createQueryBuilder()
    .update(DirectoryRevisionRow)
    .set({ revision: () => 'revision + 1', changedAt: at })
    .where('id = :id', { id: ID })
    .execute();
  if (raised.affected === 1) return;
  await manager.insert(DirectoryRevisionRow, { id: ID, revision: 1, changedAt: at });
}
