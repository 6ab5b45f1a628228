export { parsePriceList, type PriceList } from './price-list.ts';
