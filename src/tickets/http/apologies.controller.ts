import { Controller, Get } from '@nestjs/common';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, Permit } from '../../platform/http/index.js';
import { Apologies, type OwedLetters } from '../queries/apologies.js';

/** The letters an agency owes. */
@Controller('api/v1/apologies')
export class ApologiesController {
  constructor(private readonly apologies: Apologies) {}

  @Permit('ticket.approve')
  @Api({ summary: 'Thư xin lỗi đơn vị còn nợ và đã gửi' })
  @Get()
  owed(@Context() { principal }: CommandContext): Promise<OwedLetters> {
    return this.apologies.of(principal);
  }
}
