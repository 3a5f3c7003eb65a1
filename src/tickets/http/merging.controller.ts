import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import { LinkTickets } from '../commands/link-tickets.js';
import { ManageIncident } from '../commands/manage-incident.js';
import { MergeTickets } from '../commands/merge-tickets.js';
import { SplitTicket } from '../commands/split-ticket.js';
import { Duplicates } from '../queries/duplicates.js';
import type { CommandResult } from '../ticket-store.js';
import {
  incidentBody,
  incidentUpdateBody,
  likelyAnswer,
  likelyBody,
  linkBody,
  mergeBody,
  mergeIntoBody,
  splitBody,
} from './merging-schemas.js';
import { commandAnswer, ticketParam, versionBody } from './schemas.js';

type TicketParam = z.infer<typeof ticketParam>;

/** The JSON side of what puts tickets together and takes them apart. */
@Controller('api/v1/tickets')
export class MergingController {
  constructor(
    private readonly merge: MergeTickets,
    private readonly split: SplitTicket,
    private readonly link: LinkTickets,
    private readonly incident: ManageIncident,
    private readonly duplicates: Duplicates,
  ) {}

  // Asked while a call goes on: what is being told may be known already. The words of whoever calls stand in the body,
  // because addresses are written into logs.
  @Permit('contact.record')
  @Api({ summary: 'Phiếu đang mở có thể cùng một việc', response: likelyAnswer })
  @Post('likely-duplicates')
  @NotIdempotent('nothing is written')
  @HttpCode(200)
  async likely(
    @Body(valid(likelyBody)) matter: z.infer<typeof likelyBody>,
    @Context() { principal }: CommandContext,
  ): Promise<z.infer<typeof likelyAnswer>> {
    const found = await this.duplicates.ofCall(principal, {
      categoryCode: matter.categoryCode ?? null,
      wardCode: matter.wardCode ?? null,
      words: matter.words ?? '',
      placeText: matter.placeText ?? null,
      lat: matter.lat ?? null,
      lng: matter.lng ?? null,
    });
    return {
      items: found.map(({ ticket, reporters, why }) => ({
        ticketId: ticket.id,
        code: ticket.code,
        version: ticket.version,
        title: ticket.title,
        state: ticket.state,
        receivedAt: ticket.receivedAt.toISOString(),
        reporters,
        why,
      })),
    };
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Gộp các phiếu khác vào phiếu này', response: commandAnswer })
  @Post(':id/merge')
  @HttpCode(200)
  mergeHere(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(mergeBody)) body: z.infer<typeof mergeBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.merge.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Gộp phiếu này vào phiếu khác', response: commandAnswer })
  @Post(':id/merge-into')
  @HttpCode(200)
  mergeInto(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(mergeIntoBody)) body: z.infer<typeof mergeIntoBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.merge.into({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Tách phiếu đã gộp để giải quyết riêng', response: commandAnswer })
  @Post(':id/split')
  @HttpCode(200)
  splitOff(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(splitBody)) body: z.infer<typeof splitBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.split.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Liên kết phiếu này với phiếu khác, hoặc bỏ liên kết', response: commandAnswer })
  @Post(':id/link')
  @HttpCode(200)
  linkWith(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(linkBody)) body: z.infer<typeof linkBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.link.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Báo phiếu này là sự cố diện rộng', response: commandAnswer })
  @Post(':id/incident')
  @HttpCode(200)
  declare(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(incidentBody)) body: z.infer<typeof incidentBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.incident.declare({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Cập nhật lời báo của sự cố, gửi cho mọi người báo nếu muốn', response: commandAnswer })
  @Post(':id/incident-update')
  @HttpCode(200)
  update(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(incidentUpdateBody)) body: z.infer<typeof incidentUpdateBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.incident.update({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Kết thúc sự cố', response: commandAnswer })
  @Post(':id/incident-end')
  @HttpCode(200)
  end(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(versionBody)) body: z.infer<typeof versionBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.incident.end({ ...body, ticketId: id }, ctx);
  }
}
