import { Entity } from 'typeorm';
import { CodeColumn, IdColumn, InstantColumn, IntegerColumn, TextColumn } from '../platform/database/index.js';
import type { Score } from './domain/score.js';

/** What the citizen thinks of the answer: one response for a ticket, the last one given. */
@Entity('survey_response')
export class SurveyResponseRow {
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  @CodeColumn('score', 16) score!: Score;
  @TextColumn('reason', { nullable: true }) reason!: string | null;
  /** How it came: `link`. */
  @CodeColumn('channel', 16) channel!: string;
  /** Of which answer it speaks: how often the ticket had been opened again. */
  @IntegerColumn('round') round!: number;
  @InstantColumn('answered_at') answeredAt!: Date;
  @InstantColumn('changed_at') changedAt!: Date;
}

export const surveysEntities = [SurveyResponseRow];
