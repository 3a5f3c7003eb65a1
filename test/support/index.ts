// What needs no running service. The service itself: app.ts; people who use it: agent.ts; a browser: chromium.ts.
export { FixedClock, instant } from './clock.js';
export { createTestDatabase, openDatabase, type TestDatabase } from './database.js';
export { ENGINE, type Engine } from './engine.js';
export { createEmptyDatabase, type DatabasePlace, type OwnDatabase } from './server-database.js';
export { startMailServer, type ReceivedMail, type TestMailServer } from './smtp.js';
export { eventually, gate, meeting, type Gate } from './gate.js';
export { startProcess, type TestProcess } from './process.js';
