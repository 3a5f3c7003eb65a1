import { readConfig, type Config } from './platform/config/index.js';
import { startFailure } from './start-failure.js';

// Wrong settings are said at once: the service itself, seconds of loading, is read only after them.
let config: Config | null = null;
try {
  config = readConfig(process.env);
  const { serve } = await import('./serve.js');
  await serve(config);
} catch (error) {
  process.stderr.write(`${startFailure(error, config)}\n`);
  process.exit(1);
}
