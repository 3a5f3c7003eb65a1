import { Module } from '@nestjs/common';
import { AnchorJob } from './anchor-job.js';
import { HistoryAnchors } from './history-anchors.js';
import { HistoryAudit } from './history-audit.js';
import { HistorySealing } from './history-sealing.js';
import { AnchorsPageController } from './http/anchors-page.controller.js';
import { AnchorsController } from './http/anchors.controller.js';

/** Keeps histories from being rewritten unseen: seals, anchors, and looks through them. */
@Module({
  controllers: [AnchorsController, AnchorsPageController],
  providers: [HistoryAnchors, HistorySealing, HistoryAudit, AnchorJob],
})
export class AuditModule {}
