import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock, SystemClock } from '../kernel/index.js';
import { Config } from './config/index.js';
import { createLog, Log } from './log/index.js';

/** What everything else is given: settings, the clock, the log. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(config: Config, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: Config, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: Log, useValue: createLog(config.logLevel) },
      ],
      exports: [Config, Clock, Log],
    };
  }
}
