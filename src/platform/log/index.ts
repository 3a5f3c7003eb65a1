export { createLog, describeError, Log, nestLogger } from './log.js';
