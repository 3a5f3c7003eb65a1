export { ACCESS_KEY, NotIdempotent, Permit, Public, type Access } from './access.js';
export { configureHttp } from './configure.js';
export { Readiness } from './health.controller.js';
export { HttpModule } from './http.module.js';
export { Api, Routes, type RouteDescription } from './openapi.js';
export { ProblemPage, type ProblemBody } from './problem.filter.js';
export { isApi, STATE_CHANGING, type ServiceRequest } from './request.js';
export { requestLog } from './request-log.js';
export { fieldErrors, valid, ValidPipe } from './valid.js';
