import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../../attachments/index.js';
import { IdentityModule } from '../../identity/index.js';
import { PublicationModule } from '../../publication/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { ModerationController } from './moderation.controller.js';
import { ModerationPage } from './moderation-page.js';

/** The redaction workbench. */
@Module({
  imports: [IdentityModule, AttachmentsModule, PublicationModule, TicketsModule],
  controllers: [ModerationController],
  providers: [ModerationPage],
})
export class ModerationPagesModule {}
