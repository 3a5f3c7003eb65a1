import type { EntityManager } from 'typeorm';
import { DirectoryRevisionRow, ProvinceLoadRow } from './entities.js';

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

/** When the province's files were loaded, or an order came into force, last; null before either. */
export async function configuredAt(manager: EntityManager): Promise<Date | null> {
  const [loaded] = await manager.find(ProvinceLoadRow, { order: { loadedAt: 'DESC' }, take: 1 });
  const order = await manager.findOneBy(DirectoryRevisionRow, { id: ID });
  const instants = [loaded?.loadedAt, order?.changedAt].filter((at) => at !== undefined);
  return instants.length === 0 ? null : new Date(Math.max(...instants.map((at) => at.getTime())));
}
