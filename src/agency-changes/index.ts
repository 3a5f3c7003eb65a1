export { AgencyChangesModule } from './agency-changes.module.js';
export { AgencyOrders, isBefore, type OrderDetail, type OrderView } from './agency-orders.js';
export type { Figures } from './domain/figures.js';
export { orderSchema, type AgencyOrder, type OrderKind } from './domain/order.js';
export { agencyChangesEntities, type OrderStatus } from './entities.js';
export type { OrderPreview } from './order-previews.js';
