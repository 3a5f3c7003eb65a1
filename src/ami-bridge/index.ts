export { Bridge } from './bridge.js';
export { BridgeSettingsError, readBridgeSettings } from './settings.js';
export { Spool } from './spool.js';
