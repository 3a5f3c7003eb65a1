import { CategoryRow, RoutingRuleRow } from './entities.js';

export { Catalog } from './catalog.js';
export type { Category, Evidence } from './domain/category.js';
export type { Missing, RouteQuestion, RoutingDecision } from './domain/decide.js';
export { LEAD_SPECS, type RoutingRule } from './domain/rule.js';
export { checkRoutes, type CheckedRoute, type RouteCheck } from './check-routes.js';
export { lookupOn, Router } from './router.js';
export { RoutingModule } from './routing.module.js';
export { readRouting, routingPart } from './routing-part.js';

export const routingEntities = [CategoryRow, RoutingRuleRow];
