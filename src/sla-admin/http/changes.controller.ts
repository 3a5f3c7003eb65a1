import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import type { ChangePage, ChangeView } from '../change-view.js';
import { SlaChanges } from '../sla-changes.js';
import {
  changeAnswer,
  changeParam,
  changesAnswer,
  changesQuery,
  idAnswer,
  noticeBody,
  proposeBody,
} from './schemas.js';

type ChangeParam = z.output<typeof changeParam>;
type Id = z.output<typeof idAnswer>;

/** Changes of the rules of time: request in, service, result out. */
@Controller('api/v1/sla/changes')
export class ChangesController {
  constructor(private readonly changes: SlaChanges) {}

  @Permit('config.read')
  @Api({ summary: 'Ai đã đổi gì, mới nhất đứng trước', response: changesAnswer })
  @Get()
  list(@Query(valid(changesQuery)) { cursor }: z.output<typeof changesQuery>): Promise<ChangePage> {
    return this.changes.list(cursor ?? null);
  }

  @Permit('config.read')
  @Api({ summary: 'Một thay đổi: xem trước, tiến độ, kết quả', response: changeAnswer })
  @Get(':id')
  one(@Param(valid(changeParam)) { id }: ChangeParam): Promise<ChangeView> {
    return this.changes.get(id);
  }

  @Permit('config.edit')
  @Api({ summary: 'Đề nghị một thay đổi; bắt đầu tính xem hạn nào đổi', response: idAnswer })
  @Post()
  propose(
    @Body(valid(proposeBody)) { proposal, note }: z.output<typeof proposeBody>,
    @Context() ctx: CommandContext,
  ): Promise<Id> {
    return this.changes.propose(proposal, note, ctx);
  }

  @Permit('config.edit')
  @Api({ summary: 'Nhập thông báo nghỉ lễ của một năm từ bảng CSV; thay cả năm đó', response: idAnswer })
  @Post('notice')
  notice(
    @Body(valid(noticeBody)) { year, csv, note }: z.output<typeof noticeBody>,
    @Context() ctx: CommandContext,
  ): Promise<Id> {
    return this.changes.propose({ kind: 'notice', year, csv }, note, ctx);
  }

  @Permit('config.edit')
  @Api({ summary: 'Tính lại xem hạn nào đổi, theo quy tắc hiện nay', response: idAnswer })
  @Post(':id/preview')
  @HttpCode(200)
  preview(@Param(valid(changeParam)) { id }: ChangeParam, @Context() ctx: CommandContext): Promise<Id> {
    return this.changes.previewAgain(id, ctx);
  }

  @Permit('config.edit')
  @Api({ summary: 'Áp dụng: quy tắc có hiệu lực, hạn đang chạy theo sau', response: idAnswer })
  @Post(':id/confirm')
  @HttpCode(200)
  confirm(@Param(valid(changeParam)) { id }: ChangeParam, @Context() ctx: CommandContext): Promise<Id> {
    return this.changes.confirm(id, ctx);
  }

  @Permit('config.edit')
  @Api({ summary: 'Bỏ một thay đổi chưa áp dụng', response: idAnswer })
  @Post(':id/cancel')
  @HttpCode(200)
  cancel(@Param(valid(changeParam)) { id }: ChangeParam, @Context() ctx: CommandContext): Promise<Id> {
    return this.changes.cancel(id, ctx);
  }
}
