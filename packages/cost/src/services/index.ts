export { alikeServices, computeUsageTypes, misspelledService, type ServiceNames } from './service-names.ts';
