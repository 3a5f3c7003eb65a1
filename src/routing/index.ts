import { CategoryRow, RoutingRuleRow } from './entities.js';

export { Catalog } from './catalog.js';
export { GUIDED_CLASS, type Category } from './domain/category.js';
export type { RoutingDecision } from './domain/decide.js';
export { checkRoutes, type CheckedRoute } from './check-routes.js';
export { lookupOn, Router } from './router.js';
export { RoutingModule } from './routing.module.js';
export { readRouting, routingPart } from './routing-part.js';

export { RoutingRuleRow } from './entities.js';

export const routingEntities = [CategoryRow, RoutingRuleRow];
