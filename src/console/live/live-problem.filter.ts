import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { Problem } from '../../kernel/index.js';
import { Log } from '../../platform/log/index.js';

/** Global filters do not reach gateways: one shape for their errors, and nothing of the inside. */
@Catch()
export class LiveProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const socket = host.switchToWs().getClient<Socket>();
    if (error instanceof Problem) {
      socket.emit('problem', { type: `urn:pakn:${error.kind}`, title: error.title });
      return;
    }
    this.log.error({ error }, 'socket message failed');
    socket.emit('problem', { type: 'urn:pakn:unexpected', title: 'Có lỗi ở phía 1022. Xin tải lại trang.' });
  }
}
