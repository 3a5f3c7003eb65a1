import { Controller, Get, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Problem } from '../../kernel/index.js';
import { Public } from './access.js';
import { Api } from './openapi.js';

/** Whether this process still takes work; a stopping one tells the balancer before it closes. */
@Injectable()
export class Readiness {
  private stopping = false;

  stop(): void {
    this.stopping = true;
  }

  isStopping(): boolean {
    return this.stopping;
  }
}

@Public()
@Controller('health')
export class HealthController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly readiness: Readiness,
  ) {}

  /** The process runs. Asks nothing else, so that a slow database does not get the process killed. */
  @Get('live')
  @Api({ summary: 'Tiến trình còn chạy' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process can work: it is not stopping and its database answers. */
  @Get('ready')
  @Api({ summary: 'Sẵn sàng nhận việc' })
  async ready(): Promise<{ status: 'ok' }> {
    if (this.readiness.isStopping()) throw new Problem('unavailable', 'Hệ thống đang dừng.');
    await this.database.query('select 1').catch(() => {
      throw new Problem('unavailable', 'Cơ sở dữ liệu không trả lời.');
    });
    return { status: 'ok' };
  }
}
