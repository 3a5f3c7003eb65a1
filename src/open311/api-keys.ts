import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { cleanLine, Clock, dayInVietnam, newId, Problem } from '../kernel/index.js';
import { managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import { ApiKeyRow } from './entities.js';

/** So that a key that is found somewhere is known for what it is. */
const PREFIX = 'o311_';
const KEY = /^o311_[A-Za-z0-9_-]{43}$/;
const MOST_NAME = 100;

export type ApiKey = Omit<ApiKeyRow, 'keyHash'>;

/** Keys with which other software may report. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the key itself, which is kept nowhere.
   * @throws Problem `invalid-input` without a name, `conflict` when a key of this name is in use.
   */
  async issue(name: string): Promise<{ readonly id: string; readonly key: string }> {
    const clean = cleanLine(name);
    if (clean === '' || clean.length > MOST_NAME)
      throw Problem.invalid([{ field: 'name', message: `Tên có từ 1 đến ${MOST_NAME} ký tự.` }]);
    const key = `${PREFIX}${randomBytes(32).toString('base64url')}`;
    const id = newId();
    await this.unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      if (await manager.existsBy(ApiKeyRow, { name: clean, revokedAt: IsNull() }))
        throw Problem.conflict(`Đã có khoá tên “${clean}” đang dùng. Thu hồi khoá ấy trước, hoặc đặt tên khác.`);
      const row = { id, name: clean, keyHash: hashOf(key), createdAt: this.clock.now() };
      await manager.insert(ApiKeyRow, { ...row, lastUsedOn: null, revokedAt: null });
    });
    return { id, key };
  }

  /** Oldest first, with those that are revoked. */
  async list(): Promise<ApiKey[]> {
    const rows = await this.reader.manager.find(ApiKeyRow, { order: { id: 'ASC' } });
    return rows.map(({ keyHash: _, ...key }) => key);
  }

  /** @param nameOrId of a key in use. @throws Problem `not-found` */
  async revoke(nameOrId: string): Promise<ApiKey> {
    const wanted = cleanLine(nameOrId);
    const found = (await this.list()).find(
      ({ id, name, revokedAt }) => revokedAt === null && (id === wanted || name === wanted),
    );
    if (found === undefined) throw Problem.notFound(`Không có khoá nào đang dùng tên “${wanted}”.`);
    const revokedAt = this.clock.now();
    await this.unitOfWork.run((transaction) =>
      managerOf(transaction).update(ApiKeyRow, { id: found.id }, { revokedAt }),
    );
    return { ...found, revokedAt };
  }

  /** @returns null for everything that is no key in use. */
  async find(given: string): Promise<ApiKey | null> {
    if (!KEY.test(given)) return null;
    const row = await this.reader.manager.findOneBy(ApiKeyRow, { keyHash: hashOf(given), revokedAt: IsNull() });
    if (row === null) return null;
    await this.noteUse(row);
    const { keyHash: _, ...key } = row;
    return key;
  }

  /** Once a day: whoever revokes a key wants to know whether somebody still uses it. */
  private async noteUse({ id, lastUsedOn }: ApiKeyRow): Promise<void> {
    const today = dayInVietnam(this.clock.now());
    if (lastUsedOn === today) return;
    await this.unitOfWork.run((transaction) => managerOf(transaction).update(ApiKeyRow, { id }, { lastUsedOn: today }));
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
