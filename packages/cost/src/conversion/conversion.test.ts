import { describe, expect, it } from 'vitest';
import { money, moneyText } from '../money/index.ts';
import { convertSeries, parseConversion } from './index.ts';

const costs = [money('1.10'), money('0'), money('2')];
const periods = ['2026-09-30', '2026-10-01', '2026-10-02'];

it('one rate converts the exact sum', () => {
  expect(moneyText(convertSeries(costs, periods, parseConversion('KRW', '1380')))).toBe('4278');
});

it('rates of months convert the costs of each month', () => {
  const conversion = parseConversion('KRW', 'rates.csv', 'month,rate\n2026-09,1000\n2026-10,1380.5\n');
  expect(moneyText(convertSeries(costs, periods, conversion))).toBe('3861');
});

it('a month without a rate is refused, unless it cost nothing', () => {
  const conversion = parseConversion('KRW', 'rates.csv', '2026-10,1380\n');
  expect(() => convertSeries(costs, periods, conversion)).toThrow('the file of rates has none of 2026-09');
  expect(moneyText(convertSeries(costs.slice(1), periods.slice(1), conversion))).toBe('2760');
});

describe('a rate is refused with the reason', () => {
  it.each([
    ['krw', '1380', undefined, /"krw" is not a currency; write KRW/],
    ['WON', '1380', undefined, /"WON" is not a currency; write KRW/],
    ['₩', '1380', undefined, /"₩" is not a currency; write KRW/],
    ['원', '1380', undefined, /"원" is not a currency; write KRW/],
    ['$', '1', undefined, /"\$" is not a currency; write USD/],
    ['¥', '9', undefined, /"¥" is not a currency; write JPY or CNY/],
    ['ABC', '1380', undefined, /"ABC" is not a currency; write the code of three letters in ISO 4217/],
    ['KRW', '1,380', undefined, /"1,380" on --rate is not a rate/],
    ['KRW', '0', undefined, /"0" on --rate is not a rate/],
    ['KRW', 'rates.csv', '2026-13,1', /"2026-13" on line 1 of rates\.csv is not a month/],
    ['KRW', 'rates.csv', '2026-10,1\n2026-10,2', /line 2 of rates\.csv is the second rate of 2026-10/],
  ])('%s %s %j', (currency, rate, text, message) => {
    expect(() => parseConversion(currency, rate, text)).toThrow(message);
  });
});
