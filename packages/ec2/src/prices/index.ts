export type { PriceList } from './price-list.ts';
export { readPriceList } from './read-price-list.ts';
