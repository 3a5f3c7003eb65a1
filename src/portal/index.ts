export { openDataEntities } from './open-data/entities.js';
export { PortalModule } from './portal.module.js';
