export {
  alikeServices,
  computeUsageTypes,
  misspelledService,
  respelledServices,
  type ServiceNames,
} from './service-names.ts';
