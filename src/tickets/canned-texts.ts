import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { allows, type Principal } from '../identity/index.js';
import { Clock, newId, Problem, type FieldError } from '../kernel/index.js';
import { Idempotency, managerOf, Reader } from '../platform/database/index.js';
import type { CommandContext } from '../identity/index.js';
import { actorOf } from './acting.js';
import {
  cannedErrors,
  cleanCanned,
  filled,
  type CannedInput,
  type CannedParts,
  type CannedValues,
} from './domain/canned-text.js';
import { CannedTextRow } from './entities.js';

export interface CannedView extends CannedInput {
  readonly id: string;
  /** null: every agency's. */
  readonly agencyCode: string | null;
  /** null: for all kinds of matters. */
  readonly categoryCode: string | null;
  readonly active: boolean;
  readonly version: number;
  readonly updatedAt: Date;
}

export interface SaveCannedInput extends CannedInput {
  /** null: a new one. */
  readonly id: string | null;
  /** Of the text the person had before the eyes; 0: a new one. */
  readonly version: number;
  /** null: for every agency, which only the centre may write. */
  readonly agencyCode: string | null;
  readonly categoryCode: string | null;
  readonly active: boolean;
}

const HIDDEN = 'Không tìm thấy văn mẫu này.';

/** The standing texts from which answers are begun: the centre's for all, an agency's for its own people. */
@Injectable()
export class CannedTexts {
  constructor(
    private readonly reader: Reader,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** Those that an answer of this agency may be begun from: its own first, those of the category before those for all. */
  async forAnswer(agencyCode: string, categoryCode: string | null): Promise<CannedView[]> {
    const rows = await this.reader.manager.find(CannedTextRow, {
      where: [
        { agencyCode, active: true },
        { agencyCode: IsNull(), active: true },
      ],
      order: { title: 'ASC' },
    });
    const rank = (row: CannedTextRow): number =>
      (row.categoryCode === null ? 2 : 0) + (row.agencyCode === null ? 1 : 0);
    return rows
      .filter((row) => row.categoryCode === null || row.categoryCode === categoryCode)
      .sort((a, b) => rank(a) - rank(b));
  }

  /** The parts of a text with what is known of a ticket. */
  filledFor(text: CannedParts, values: CannedValues): CannedParts {
    return filled(text, values);
  }

  /** Those this person may write, in the order of their titles. */
  async editable(principal: Principal): Promise<CannedView[]> {
    const own = ownAgency(principal);
    return this.reader.manager.find(CannedTextRow, {
      ...(own === null ? {} : { where: { agencyCode: own } }),
      order: { title: 'ASC' },
    });
  }

  /** Whether this person writes texts for every agency. */
  writesForAll(principal: Principal): boolean {
    return allows(principal, 'canned.edit') && ownAgency(principal) === null;
  }

  /** @throws Problem `not-found`, also for one that is not this person's to write. */
  async one(principal: Principal, id: string): Promise<CannedView> {
    const row = await this.reader.manager.findOneBy(CannedTextRow, { id });
    if (row === null || !mayWrite(principal, row.agencyCode)) throw Problem.notFound(HIDDEN);
    return row;
  }

  /** What is wrong with a text, by field. */
  faults(input: SaveCannedInput): readonly FieldError[] {
    return cannedErrors(cleanCanned(input));
  }

  /** @throws Problem `invalid-input`, `not-found`, `stale-version` when a colleague has saved it since. */
  async save(input: SaveCannedInput, ctx: CommandContext): Promise<{ id: string }> {
    const text = cleanCanned(input);
    const errors = cannedErrors(text);
    if (errors.length > 0) throw Problem.invalid(errors);
    if (!mayWrite(ctx.principal, input.agencyCode)) throw Problem.notFound(HIDDEN);
    const { accountId } = actorOf(ctx.principal);
    const { agencyCode, categoryCode, active } = input;
    const columns = {
      ...text,
      agencyCode,
      categoryCode,
      active,
      version: input.version + 1,
      updatedByAccountId: accountId,
      updatedAt: this.clock.now(),
    };
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      if (input.id === null) {
        const id = newId();
        await manager.insert(CannedTextRow, { ...columns, id });
        return { id };
      }
      const { id, version } = input;
      const present = await manager.findOneBy(CannedTextRow, { id });
      if (present === null || !mayWrite(ctx.principal, present.agencyCode)) throw Problem.notFound(HIDDEN);
      const updated = await manager.update(CannedTextRow, { id, version }, columns);
      if (updated.affected !== 1)
        throw new Problem('stale-version', 'Văn mẫu này vừa có người khác sửa. Xin xem bản mới rồi sửa tiếp.');
      return { id };
    });
  }
}

/** The agency whose texts alone this person writes; null: the centre's people write for all. */
function ownAgency(principal: Principal): string | null {
  if (principal.kind !== 'staff') return '';
  return principal.roles.some((role) => role === 'coordinator' || role === 'director') ? null : principal.agencyCode;
}

function mayWrite(principal: Principal, agencyCode: string | null): boolean {
  if (!allows(principal, 'canned.edit')) return false;
  const own = ownAgency(principal);
  return own === null || own === agencyCode;
}
