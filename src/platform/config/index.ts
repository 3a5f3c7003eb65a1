export { Config, ConfigError, PACKAGE_ROOT, readConfig } from './config.js';
