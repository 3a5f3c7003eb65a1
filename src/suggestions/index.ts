export { Learning } from './learnt.js';
export { Suggestions, type Suggested } from './suggestions.js';
export { SuggestionsModule } from './suggestions.module.js';
