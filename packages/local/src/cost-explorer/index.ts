export type { Bill } from './bill.ts';
export { createCostExplorer } from './cost-explorer.ts';
export { readBill } from './read-bill.ts';
