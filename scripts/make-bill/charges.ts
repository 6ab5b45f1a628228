import { createRandom } from '@groundcrew/async';
import type { Day } from '@groundcrew/cost/model';
import { type Money, money, sumMoney } from '@groundcrew/cost/money';
import { BILL_DIGITS, type BillCharge } from './charge.ts';
import { type BillDay, billDays, demandOf } from './days.ts';
import { accounts, type Meter, products, shopMeters } from './shop.ts';

/** The savings plan's price per hour, used or not. */
const planCommitment = money('0.18');
/** The plan's ARN is in the lines that it covers, and in its own. */
export const PLAN_ARN = 'arn:aws:savingsplans::111122223333:savingsplan/6f1e2d3c-4b5a-4978-8c6d-7e8f9a0b1c2d';
const none = money(0);

const plain = {
  region: null,
  operation: '',
  resource: null,
  tags: {},
  unit: '',
  quantity: none,
  price: none,
};

/** All charges from `start` to `end`, exclusive, by day; the same for the same seed. */
export function makeCharges({
  start,
  end,
  seed,
}: {
  readonly start: Day;
  readonly end: Day;
  readonly seed: number;
}): BillCharge[] {
  const random = createRandom(seed);
  const days = billDays(start, end);
  const used = days.flatMap((day) => {
    const demand = demandOf(day, random);
    const usage = shopMeters.flatMap((meter) => usageOf(meter, day, demand * (0.97 + 0.06 * random())));
    return [...usage, planFee(day, usage), ...fees(day)];
  });
  const months = Map.groupBy(used, (charge) => charge.start.slice(0, 7));
  const firsts = days.filter(({ day, monthStart }) => day === monthStart);
  const ofMonths = firsts.flatMap((first) => monthly(first, months.get(first.day.slice(0, 7))!));
  return [...used, ...ofMonths].sort((left, right) =>
    left.start < right.start ? -1 : left.start > right.start ? 1 : 0,
  );
}

function usageOf({ use, planPrice, ...meter }: Meter, day: BillDay, demand: number): BillCharge[] {
  // Four digits are enough for a meter; more would only be noise in the file.
  const quantity = money(use(day, demand).toFixed(4));
  if (quantity.eq(0)) return [];
  const list = quantity.times(meter.price).round(BILL_DIGITS);
  const isCovered = planPrice !== undefined;
  return [
    {
      ...meter,
      type: isCovered ? 'SavingsPlanCoveredUsage' : 'Usage',
      start: day.day,
      end: day.next,
      description: `$${meter.price} per ${meter.unit} of ${meter.usageType}`,
      quantity,
      price: money(meter.price),
      billed: isCovered ? none : list,
      effective: isCovered ? quantity.times(planPrice).round(BILL_DIGITS) : list,
      list,
    },
  ];
}

function planFee({ day, next }: BillDay, usage: readonly BillCharge[]): BillCharge {
  const fee = planCommitment.times(24);
  const covered = usage.filter(({ type }) => type === 'SavingsPlanCoveredUsage');
  return {
    ...plain,
    type: 'SavingsPlanRecurringFee',
    start: day,
    end: next,
    account: accounts.prod,
    product: products.savingsPlan,
    usageType: 'ComputeSP:1yrNoUpfront',
    resource: PLAN_ARN,
    description: '1 year No Upfront Compute Savings Plan',
    quantity: money(24),
    unit: 'Hrs',
    price: planCommitment,
    billed: fee,
    effective: fee.minus(sumMoney(covered.map(({ effective }) => effective))),
    list: fee,
  };
}

function oneTime(
  { day, next }: BillDay,
  cost: string | Money,
  charge: Pick<BillCharge, 'type' | 'account' | 'product' | 'usageType' | 'description'> &
    Partial<BillCharge>,
): BillCharge {
  const amount = typeof cost === 'string' ? money(cost) : cost;
  const amounts = { billed: amount, effective: amount, list: amount };
  return { ...plain, start: day, end: next, quantity: money(1), price: amount, ...amounts, ...charge };
}

/** Charges that are not metered: zones and users on the first of each month, a domain once a year, a refund for the incident. */
function fees(day: BillDay): BillCharge[] {
  const charges: BillCharge[] = [];
  if (day.day === day.monthStart) {
    const zones = {
      type: 'Usage',
      account: accounts.prod,
      product: products.route53,
      unit: 'HostedZone',
    } as const;
    charges.push(
      oneTime(day, '1.50', {
        ...zones,
        usageType: 'HostedZone',
        operation: 'HostedZone',
        description: '$0.50 per hosted zone',
        quantity: money(3),
        price: money('0.50'),
      }),
      oneTime(day, '72', {
        type: 'Usage',
        account: accounts.data,
        product: products.quicksight,
        usageType: 'QS-User-Enterprise-Month',
        operation: 'CreateUser',
        description: '$24 per author and month',
        unit: 'User-Month',
        tags: { Project: 'analytics', Team: 'data' },
        quantity: money(3),
        price: money(24),
      }),
    );
  }
  if (day.day.endsWith('-03-17'))
    charges.push(
      oneTime(day, '14', {
        type: 'Fee',
        account: accounts.prod,
        product: products.registrar,
        usageType: 'Renewal-com',
        operation: 'DomainRegistration',
        description: 'Renewal of shop.example for one year',
      }),
    );
  if (day.day === '2026-09-09')
    charges.push(
      oneTime(day, '-204.192', {
        type: 'Refund',
        account: accounts.dev,
        product: products.ec2,
        region: 'us-east-1',
        usageType: 'BoxUsage:g5.12xlarge',
        operation: 'RunInstances',
        description: 'Refund: half of the usage of i-0feedfacecafe0042 in August',
      }),
    );
  return charges;
}

/** Charges that are calculated from the rest of the month, on its first day: support, a credit, tax. */
function monthly(day: BillDay, ofMonth: readonly BillCharge[]): BillCharge[] {
  const period = { end: day.monthEnd };
  const usage = sumMoney(ofMonth.filter(({ type }) => type !== 'Refund').map(({ billed }) => billed));
  const tenth = usage.times('0.1').round(2);
  const support = oneTime(day, tenth.gt(100) ? tenth : money(100), {
    ...period,
    type: 'Fee',
    account: accounts.prod,
    product: products.support,
    usageType: 'Dollar',
    description: 'AWS Support (Business): 10% of monthly usage, at least $100',
  });
  const credit = oneTime(day, '-60', {
    ...period,
    type: 'Credit',
    account: accounts.prod,
    product: products.ec2,
    region: 'ap-northeast-2',
    usageType: 'APN2-BoxUsage:m6i.large',
    operation: 'RunInstances',
    description: 'AWS Activate promotional credit',
  });
  // Until the credit is used up.
  const beforeTax = day.day < '2026-04-01' ? [support, credit] : [support];
  const taxes = Object.values(accounts).map((account) => {
    const own = [...ofMonth, ...beforeTax].filter((charge) => charge.account === account);
    return oneTime(
      day,
      sumMoney(own.map(({ billed }) => billed))
        .times('0.1')
        .round(2),
      {
        ...period,
        type: 'Tax',
        account,
        product: products.ec2,
        usageType: 'Tax',
        description: 'VAT of 10%',
      },
    );
  });
  return [...beforeTax, ...taxes];
}
