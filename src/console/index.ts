export { ConsoleModule } from './console.module.js';
export { LiveGateway } from './live/live.gateway.js';
