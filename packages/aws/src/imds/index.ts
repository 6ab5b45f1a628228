export { readImdsSettings } from './env.ts';
export { type ImdsErrorCode, type MetadataOption, metadataOptionCommand } from './errors.ts';
export type { Exchange, ExchangeRequest, Outcome } from './exchange.ts';
export { createImds, type Imds, type ImdsDependencies, type ImdsOptions } from './imds.ts';
export type { ImdsSettings } from './settings.ts';
