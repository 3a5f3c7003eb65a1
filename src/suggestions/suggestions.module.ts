import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import { TicketsModule } from '../tickets/index.js';
import { CategoryWords } from './category-words.js';
import { SuggestionsController } from './http/suggestions.controller.js';
import { Learning } from './learnt.js';
import { Suggestions } from './suggestions.js';
import { TypeAhead } from './type-ahead.js';

/** Suggestions while a report is being typed: category, ward, names; and what to ask. */
@Module({
  imports: [AgenciesModule, RoutingModule, SlaModule, TicketsModule],
  controllers: [SuggestionsController],
  providers: [CategoryWords, Learning, Suggestions, TypeAhead],
  exports: [CategoryWords, Suggestions, TypeAhead],
})
export class SuggestionsModule {}
