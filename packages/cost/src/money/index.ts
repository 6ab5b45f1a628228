export { type Money, money, moneyText, sumMoney } from './money.ts';
