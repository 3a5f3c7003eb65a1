import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { Province } from '../../agencies/index.js';
import { Clock } from '../../kernel/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { bounds } from './bounds.js';
import { FiguresOfCalls, type ShiftFigures } from './shift-figures.js';

const WRONG = 'Viết ngày như 2026-11-23, hoặc giờ như 2026-11-23T07:00:00+07:00.';
const end = z.union([z.iso.date(), z.iso.datetime({ offset: true })], WRONG).optional();
const schema = z.object({ from: end, to: end });

/** What the calls of a time add up to. */
@Controller('api/v1/telephony')
export class FiguresController {
  constructor(
    private readonly figures: FiguresOfCalls,
    private readonly province: Province,
    private readonly clock: Clock,
  ) {}

  @Get('figures')
  @Permit('call.figures')
  @Api({ summary: 'Số liệu cuộc gọi của một khoảng thời gian, nhiều nhất 31 ngày' })
  between(@Query(valid(schema)) { from, to }: z.output<typeof schema>): Promise<ShiftFigures> {
    const time = bounds({ from: from ?? null, to: to ?? null }, this.clock.now(), this.province.timeZone);
    return this.figures.between(time.from, time.to);
  }
}
