export { ApiKeys, type ApiKey } from './api-keys.js';
export { open311Entities } from './entities.js';
export { Open311Module } from './open311.module.js';
