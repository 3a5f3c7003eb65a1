/** The part of the module that needs no service and no database, for commands that must start at once. */
export { learnableRuns } from './domain/learnable-text.js';
export { favours } from './domain/favours.js';
export type { CategoryPhrase } from './domain/phrase-rules.js';
export { categoryRules, suggestCategories, type CategoryRules } from './domain/suggest-categories.js';
export { EMPTY_MODEL, MIN_TEXTS, TextModelTrainer, type TextModel } from './domain/text-model.js';
export { typeAhead, typeAheadList } from './domain/type-ahead.js';
export { loadWords } from './words-files.js';
