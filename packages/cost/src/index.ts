export type * from './model.ts';
export { type Money, money, moneyText, sumMoney } from './money/index.ts';
