export type * from './model.ts';
export { type Money, money, moneyText, sumMoney } from './money/index.ts';
export * from './periods/index.ts';
export * from './query/index.ts';
