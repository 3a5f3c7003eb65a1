export { AuditModule } from './audit.module.js';
export { faultLine } from './domain/fault-words.js';
export { auditEntities } from './entities.js';
export { HistoryAudit, type SavedAnchor } from './history-audit.js';
