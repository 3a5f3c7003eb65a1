import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { Attachments, PhotoUploads, type Prepared } from '../../attachments/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, dayInVietnam, Problem } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { authorOf, requireClear, written } from '../acting.js';
import type { LoadedTicket } from '../domain/change.js';
import { withoutReporter } from '../domain/escrow.js';
import { addFacts, addFactsTogether, factsObstacle } from '../domain/facts.js';
import { isOpen } from '../domain/state-table.js';
import { loadBeside, readyFor, standingFor } from '../ticket-loading.js';
import { TicketStore, type CommandResult } from '../ticket-store.js';

const FACTS = {
  field: 'text',
  what: 'Phần bổ sung',
  most: 5_000,
  missing: 'Xin viết điều cần bổ sung, hoặc chọn ảnh.',
} as const;

const ENDED =
  'Phiếu đã kết thúc nên không bổ sung được nữa. Có tình tiết mới, xin yêu cầu xem lại phiếu ngay trên trang theo dõi, hoặc gọi 1022.';

export interface AddFactsInput {
  readonly ticketId: string;
  /** null: as it is. What is added is true whatever somebody else did meanwhile. */
  readonly version: number | null;
  readonly text: string;
  readonly photos?: readonly Prepared[];
  /** Photos that were sent ahead: what is added takes them along. */
  readonly uploads?: readonly string[];
}

/** The reporter adds words or photos unasked, by the link, by mail, or through the centre. The ticket stays where it is; of a merged one whoever has the ticket that stands for it reads them. */
@Injectable()
export class AddFacts {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly attachments: Attachments,
    private readonly uploads: PhotoUploads,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `invalid-input` with nothing in it or with a photo that is gone, `not-found`, `stale-version`, `conflict` (ended, too many today). */
  async execute(input: AddFactsInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: AddFactsInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const at = this.clock.now();
    const found = await loadBeside(managerOf(transaction), input.ticketId, {
      parent: true,
      reporter: true,
      additionsSince: new Date(`${dayInVietnam(at)}T00:00:00+07:00`),
    });
    const ready = () => readyFor(found?.loaded ?? null, input.version, 'add_facts', principal);
    const loaded = this.open(ready, found?.loaded.ticket.state);
    const { ticket } = loaded;
    const shared = this.open(() => standingFor(found, 'add_facts', principal), found?.parent?.ticket.state);
    const { photos = [], uploads = [] } = input;
    const pictures = photos.length + uploads.length;
    requireClear(factsObstacle(found?.additions ?? 0, this.directory.province.supplement.additionsADay));
    const typed = pictures > 0 && input.text.trim() === '' ? '' : written(input.text, FACTS);
    const text = withoutReporter(typed, found?.reporter ?? null);
    const author = authorOf(principal);
    const by = principal.kind === 'reporter' ? 'reporter' : 'centre';
    const facts = { text, photos: pictures, author, by, at } as const;
    const both = shared && addFactsTogether(loaded, shared, facts);
    const change = both?.child ?? addFacts(loaded, facts);
    const writes = [{ loaded, change, command: 'add_facts' as const }];
    if (both !== null) writes.push({ loaded: shared as LoadedTicket, change: both.parent, command: 'add_facts' });
    const [result] = await this.store.writeMany(transaction, writes, { principal, at });
    if (change.remark !== null) {
      const owner = { kind: 'addition', id: change.remark.id, ticketId: ticket.id } as const;
      await this.attachments.store(transaction, owner, photos, author.accountId);
      await this.uploads.claim(transaction, uploads, owner);
    }
    return result as CommandResult;
  }

  /** Whoever comes too late hears how to come back. */
  private open<T>(ready: () => T, state: Parameters<typeof isOpen>[0] | undefined): T {
    try {
      return ready();
    } catch (error) {
      const ended = error instanceof Problem && error.kind === 'conflict' && state !== undefined && !isOpen(state);
      throw ended ? Problem.conflict(ENDED) : error;
    }
  }
}
