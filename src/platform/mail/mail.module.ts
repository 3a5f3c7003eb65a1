import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Config } from '../config/index.js';
import { Log } from '../log/index.js';
import { FileTransport } from './file-transport.js';
import { MailTransport } from './mail.js';
import { SmtpTransport } from './smtp-transport.js';

@Global()
@Module({
  providers: [
    {
      provide: MailTransport,
      inject: [Config, Log],
      useFactory: (config: Config, log: Log) =>
        config.smtpUrl === null
          ? new FileTransport(join(config.dataDir, 'outbox-mail'), config.mailFrom, log)
          : new SmtpTransport(config.smtpUrl, config.mailFrom),
    },
  ],
  exports: [MailTransport],
})
export class MailModule {}
