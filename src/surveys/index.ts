export { SCORE_LABELS, SCORES, type Score } from './domain/score.js';
export { SurveyResponseRow, surveysEntities } from './entities.js';
export { SurveyLinks } from './survey-links.js';
export { Surveys, TICKET_RATED, type SurveyView } from './surveys.js';
export { SurveysModule } from './surveys.module.js';
