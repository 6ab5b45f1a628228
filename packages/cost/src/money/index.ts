export { currencyDigits, formatMoney, roundedText } from './format.ts';
export { type Money, money, moneyText, sumMoney } from './money.ts';
export { roundParts } from './round-parts.ts';
