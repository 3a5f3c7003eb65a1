export { AssignmentRules, type Colleague } from './assignment-rules.js';
export { teamworkEntities } from './entities.js';
export { Presence, type Doing, type Present } from './presence.js';
export { RuleFollower } from './rule-follower.js';
export { TeamworkModule } from './teamwork.module.js';
