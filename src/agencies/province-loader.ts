import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { isUniqueViolation, managerOf, Reader, UnitOfWork, type Transaction } from '../platform/database/index.js';
import { ProvinceLoadRow } from './entities.js';
import { ProvinceFiles } from './province-files.js';
import { dayIn, readProvince } from './province.js';
import type { TableChanges } from './table-sync.js';

/**
 * A part of the configuration that a module keeps in tables of its own and loads from the province's
 * files. `read` only looks at files and reports what is wrong; `write` makes the tables equal to it.
 */
export interface ProvincePart<T = unknown> {
  /** At most 20 ASCII characters. */
  readonly name: string;
  /** Raised when `write` makes other rows from the same files. */
  readonly version: number;
  /** Every file that `read` looks at; a change in any of them makes the next start load again. */
  readonly files: readonly string[];
  /** The result counts only if nothing was reported on `files`. */
  read(files: ProvinceFiles): T;
  write(transaction: Transaction, data: T, today: string): Promise<readonly TableChanges[]>;
}

export interface LoadReport {
  readonly province: string;
  readonly tables: readonly TableChanges[];
}

/** Rows inserted, updated and closed in all. */
export function changesIn(report: LoadReport): number {
  return report.tables.reduce((sum, { inserted, updated, closed }) => sum + inserted + updated + closed, 0);
}

/** Brings the configuration tables in line with the files in `Config.provinceDir`. */
@Injectable()
export class ProvinceLoader {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /**
   * At start: loads a part if it was never loaded, or from other files. Costs one small query and a
   * hash when nothing changed.
   *
   * @returns null when nothing had to be done.
   * @throws ProvinceFilesError
   */
  async loadIfChanged(part: ProvincePart): Promise<LoadReport | null> {
    const files = new ProvinceFiles(this.config.provinceDir);
    if (await this.isLoaded(part, files)) return null;
    return this.loadFrom(files, [part]);
  }

  /**
   * Loads all the parts, or none: the files of all are checked before the first row is written.
   * @throws ProvinceFilesError
   */
  async load(parts: readonly ProvincePart[]): Promise<LoadReport> {
    return this.loadFrom(new ProvinceFiles(this.config.provinceDir), parts);
  }

  private async loadFrom(files: ProvinceFiles, parts: readonly ProvincePart[]): Promise<LoadReport> {
    const province = files.once(readProvince);
    const read = parts.map((part) => ({ part, data: part.read(files) }));
    files.throwIfWrong();
    if (province === null) throw new Error('A wrong province.json was not reported.');
    const now = this.clock.now();
    const today = dayIn(province.timeZone, now);
    const tables = await this.againIfBeaten(async (transaction) => {
      const changes: TableChanges[] = [];
      for (const { part, data } of read) {
        changes.push(...(await part.write(transaction, data, today)));
        await this.remember(transaction, part, files, now);
      }
      return changes;
    });
    return { province: province.name, tables };
  }

  /** Two processes may start on an empty database at once: the slower one finds the rows there, and looks again. */
  private async againIfBeaten<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.unitOfWork.run(work);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return this.unitOfWork.run(work);
    }
  }

  private async isLoaded(part: ProvincePart, files: ProvinceFiles): Promise<boolean> {
    const row = await this.reader.manager.findOneBy(ProvinceLoadRow, { part: part.name });
    return row?.contentHash === hashOf(part, files);
  }

  private async remember(transaction: Transaction, part: ProvincePart, files: ProvinceFiles, now: Date): Promise<void> {
    const manager = managerOf(transaction);
    const contentHash = hashOf(part, files);
    const known = await manager.findOneBy(ProvinceLoadRow, { part: part.name });
    if (known === null) await manager.insert(ProvinceLoadRow, { part: part.name, contentHash, loadedAt: now });
    else if (known.contentHash !== contentHash)
      await manager.update(ProvinceLoadRow, { part: part.name }, { contentHash, loadedAt: now });
  }
}

function hashOf(part: ProvincePart, files: ProvinceFiles): string {
  // The version stands in front, so that a new program reads the same files again.
  return `${part.version}-${files.hash(part.files)}`.slice(0, 64);
}
