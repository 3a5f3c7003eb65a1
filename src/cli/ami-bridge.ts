import { resolve } from 'node:path';
import { pino } from 'pino';
import { Bridge, BridgeSettingsError, readBridgeSettings, Spool } from '../ami-bridge/index.js';
import { ctiEndpoint } from '../cti-client/index.js';
import { SystemClock } from '../kernel/index.js';

/**
 * `npm run ami-bridge`: tells the service what happens in the queues of an Asterisk exchange, until it is stopped.
 * docs/telephony-bridges.md
 */
async function run(): Promise<void> {
  const settings = readBridgeSettings(process.env);
  const log = pino({ level: settings.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const { ami, queues, number, ctiUrl, ctiToken } = settings;
  const spool = await Spool.open({ path: resolve(settings.spool), most: settings.spoolMost });
  const post = ctiEndpoint(ctiUrl, ctiToken);
  const bridge = new Bridge({ ami, queues, number, spool, post, log, clock: new SystemClock() });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    bridge.stop().catch((error: unknown) => {
      log.error({ error }, 'not stopped cleanly');
      process.exitCode = 1;
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  bridge.start();
}

run().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    error instanceof BridgeSettingsError ? `Cấu hình chưa đúng: ${message}\n` : `Không khởi động được: ${message}\n`,
  );
  process.exitCode = 2;
});
