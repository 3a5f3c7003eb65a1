import { Module } from '@nestjs/common';
import { AgenciesModule } from '../../agencies/index.js';
import { IdentityModule } from '../../identity/index.js';
import { IntakeModule } from '../../intake/index.js';
import { KnowledgeModule } from '../../knowledge/index.js';
import { RoutingModule } from '../../routing/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { PhonePagesModule } from '../phone/phone-pages.module.js';
import { ArticleForm } from './article-form.js';
import { KnowledgeController } from './knowledge.controller.js';
import { KnowledgePage } from './knowledge-page.js';

/** The pages of the knowledge base. */
@Module({
  imports: [
    IdentityModule,
    AgenciesModule,
    RoutingModule,
    TicketsModule,
    IntakeModule,
    KnowledgeModule,
    PhonePagesModule,
  ],
  controllers: [KnowledgeController],
  providers: [Choices, ArticleForm, KnowledgePage],
})
export class KnowledgePagesModule {}
