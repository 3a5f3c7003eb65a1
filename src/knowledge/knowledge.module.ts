import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { IdentityModule } from '../identity/index.js';
import { RoutingModule } from '../routing/index.js';
import { KnowledgeController } from './http/knowledge.controller.js';
import { KnowledgeBase } from './knowledge-base.js';
import { KnowledgeEditing } from './knowledge-editing.js';
import { KnowledgeLists } from './knowledge-lists.js';
import { KnowledgeMemory } from './knowledge-memory.js';
import { KnowledgeSamples } from './knowledge-samples.js';

/** Answers to common questions: written, approved, found, read out. */
@Module({
  imports: [IdentityModule, AgenciesModule, RoutingModule],
  controllers: [KnowledgeController],
  providers: [KnowledgeMemory, KnowledgeBase, KnowledgeEditing, KnowledgeLists, KnowledgeSamples],
  exports: [KnowledgeBase, KnowledgeEditing, KnowledgeLists, KnowledgeSamples],
})
export class KnowledgeModule {}
