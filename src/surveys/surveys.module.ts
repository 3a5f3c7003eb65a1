import { Module } from '@nestjs/common';
import { TicketsModule } from '../tickets/index.js';
import { Closing } from './closing.js';
import { ClosingRunner } from './closing-runner.js';
import { SurveyLinks } from './survey-links.js';
import { Surveys } from './surveys.js';

/** What becomes of an answer: it is rated, and after the days for that the ticket closes. */
@Module({
  imports: [TicketsModule],
  providers: [SurveyLinks, Surveys, Closing, ClosingRunner],
  exports: [SurveyLinks, Surveys],
})
export class SurveysModule {}
