import { Module, type OnModuleInit } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { EscalationModule } from '../escalation/index.js';
import { FollowersModule } from '../followers/index.js';
import { IdentityModule } from '../identity/index.js';
import { MailModule } from '../platform/mail/index.js';
import { Templates } from '../platform/templates/index.js';
import { PublicationModule } from '../publication/index.js';
import { RoutingModule } from '../routing/index.js';
import { SurveysModule } from '../surveys/index.js';
import { TicketsModule } from '../tickets/index.js';
import { FollowerComposer } from './follower-composer.js';
import { FollowerMails } from './follower-mails.js';
import { MailComposer } from './mail-composer.js';
import { MailPlanner } from './mail-planner.js';
import { MailQueue } from './mail-queue.js';
import { MAIL_TEMPLATES } from './mail-table.js';
import { MailWorker } from './mail-worker.js';
import { MailsController } from './mails.controller.js';
import { NoticeBatches } from './notice-batches.js';
import { NoticeComposer } from './notice-composer.js';
import { NoticeMailer } from './notice-mailer.js';

@Module({
  imports: [
    SurveysModule,
    MailModule,
    IdentityModule,
    AgenciesModule,
    EscalationModule,
    FollowersModule,
    PublicationModule,
    RoutingModule,
    TicketsModule,
  ],
  controllers: [MailsController],
  providers: [
    FollowerComposer,
    FollowerMails,
    MailPlanner,
    MailQueue,
    MailComposer,
    MailWorker,
    NoticeBatches,
    NoticeComposer,
    NoticeMailer,
  ],
})
export class NotificationsModule implements OnModuleInit {
  constructor(private readonly templates: Templates) {}

  /** @throws Error with one line when a mail has no template: found at start, not when it is to be sent. */
  onModuleInit(): void {
    const missing = MAIL_TEMPLATES.flatMap((mail) =>
      ['subject', 'text', 'html'].map((part) => `email/${mail}/${part}`),
    ).filter((name) => !this.templates.has(name));
    if (missing.length > 0) throw new Error(`no template ${missing.join(', ')}`);
  }
}
