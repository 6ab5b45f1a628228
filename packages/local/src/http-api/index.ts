export { type ApiRoutes, createApiRoutes } from './routes.ts';
export { apiUrl, createHttpApis } from './service.ts';
