import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Accounts, allows, type CommandContext, type Principal } from '../../identity/index.js';
import { cleanLine, Clock, newId, Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { Idempotency, managerOf, Reader } from '../../platform/database/index.js';
import { WallboardLinkRow } from '../entities.js';

export interface WallboardLinkView {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly byName: string;
  readonly createdAt: Date;
}

const TOKEN = /^([0-9A-Z]{26})([A-Za-z0-9_-]{43})$/;
const MOST_LINKS = 20;
const MOST_NAME = 60;
const HIDDEN = 'Không tìm thấy đường dẫn này.';
/** A screen asks every few seconds; that a link was revoked is seen after this at the latest. */
const FRESH_MS = 5_000;

/** Addresses for screens on the wall: the id of a row and an HMAC over it, so nothing secret is stored. */
@Injectable()
export class WallboardLinks {
  private readonly known = new Map<string, { readonly at: number; readonly holds: boolean }>();

  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly accounts: Accounts,
  ) {}

  /** Those that hold, the newest first. */
  async list(): Promise<WallboardLinkView[]> {
    const rows = await this.reader.manager.find(WallboardLinkRow, {
      where: { revokedAt: IsNull() },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: MOST_LINKS,
    });
    const names = await this.accounts.names(rows.map(({ createdBy }) => createdBy));
    return rows.map(({ id, name, createdBy, createdAt }) => ({
      id,
      name,
      url: `${this.config.publicUrl}/bang-tin/${id}${this.mac(id)}`,
      byName: names.get(createdBy) ?? 'Tài khoản đã xoá',
      createdAt,
    }));
  }

  /** @throws Problem `invalid-input`, `conflict` when there are too many, `not-found`. */
  add(name: string, ctx: CommandContext): Promise<{ id: string }> {
    const by = supervisor(ctx.principal);
    const clean = cleanLine(name).slice(0, MOST_NAME);
    if (clean === '')
      throw Problem.invalid([{ field: 'name', message: 'Xin ghi màn hình nào, để sau này biết đường dẫn của ai.' }]);
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      if ((await managerOf(tx).countBy(WallboardLinkRow, { revokedAt: IsNull() })) >= MOST_LINKS)
        throw Problem.conflict(`Đã có ${String(MOST_LINKS)} đường dẫn. Xin thu hồi cái không dùng trước.`);
      const row = { id: newId(), name: clean, createdBy: by, createdAt: this.clock.now() };
      await managerOf(tx).insert(WallboardLinkRow, { ...row, revokedBy: null, revokedAt: null });
      return { id: row.id };
    });
  }

  /** From now on the screen shows nothing. Twice does no harm. @throws Problem `not-found`. */
  async revoke(id: string, ctx: CommandContext): Promise<void> {
    const by = supervisor(ctx.principal);
    await this.idempotency.once(ctx.idempotency, async (tx) => {
      const row = /^[0-9A-Z]{26}$/.test(id) ? await managerOf(tx).findOneBy(WallboardLinkRow, { id }) : null;
      if (row === null) throw Problem.notFound(HIDDEN);
      const change = { revokedBy: by, revokedAt: this.clock.now() };
      await managerOf(tx).update(WallboardLinkRow, { id, revokedAt: IsNull() }, change);
      return {};
    });
    this.known.delete(id);
  }

  /** Whether an address is one of ours, and holds. */
  async holds(token: string): Promise<boolean> {
    const [, id = '', mac = ''] = TOKEN.exec(token) ?? [];
    if (id === '' || !timingSafeEqual(Buffer.from(mac), Buffer.from(this.mac(id)))) return false;
    const now = performance.now();
    const known = this.known.get(id);
    if (known !== undefined && now - known.at < FRESH_MS) return known.holds;
    const holds = await this.reader.manager.existsBy(WallboardLinkRow, { id, revokedAt: IsNull() });
    // Only ids we signed come so far, so it cannot be filled from outside.
    this.known.set(id, { at: now, holds });
    return holds;
  }

  private mac(id: string): string {
    return createHmac('sha256', this.config.secret).update(`wallboard:${id}`).digest('base64url');
  }
}

function supervisor(principal: Principal): string {
  if (principal.kind !== 'staff' || !allows(principal, 'call.supervise')) throw Problem.notFound(HIDDEN);
  return principal.accountId;
}
