import type { TableSection } from '@groundcrew/report';
import { costText, type Language } from '@groundcrew/report/cost-messages';
import type { CostAnswer, Dimension } from '../model.ts';
import { currencyDigits, type Money, moneyText, roundedText } from '../money/index.ts';
import { dimensionTitle } from '../query/index.ts';

/** Per currency: as many as someone would tag by hand. */
export const MAX_UNTAGGED_RESOURCES = 20;

interface ResourceCost {
  readonly service: string | null;
  readonly resource: string;
  readonly currency: string;
  readonly cost: Money;
}

/** The largest resources without the tag, currency by currency; `undefined` if the source names no resources. */
export function untaggedResources(
  { lines }: CostAnswer,
  tag: Dimension,
  language?: Language,
): TableSection | undefined {
  const sums = new Map<string, ResourceCost>();
  for (const { keys, currency, cost } of lines) {
    const [service = null, resource = null] = keys;
    if (resource === null) continue;
    const id = JSON.stringify([currency, service, resource]);
    sums.set(id, { service, resource, currency, cost: sums.get(id)?.cost.plus(cost) ?? cost });
  }
  const currencies = Map.groupBy(
    [...sums.values()].filter(({ cost }) => cost.gt(0)),
    ({ currency }) => currency,
  );
  const largest = [...currencies.keys()].sort().flatMap((currency) =>
    currencies
      .get(currency)!
      .sort((one, other) => other.cost.cmp(one.cost) || (one.resource < other.resource ? -1 : 1))
      .slice(0, MAX_UNTAGGED_RESOURCES),
  );
  if (largest.length === 0) return undefined;
  const [only, ...others] = currencies.keys();
  const isOne = only !== undefined && others.length === 0;
  return {
    kind: 'table',
    key: 'untaggedResources',
    title: costText('largestWithout', language, { tag: dimensionTitle(tag, language) }),
    columns: [
      { key: 'service', title: costText('service', language) },
      { key: 'resource', title: costText('resource', language), printed: 'printedResource' },
      { key: 'currency', title: costText('currency', language), ...(isOne && { hidden: true }) },
      {
        key: 'cost',
        title: costText('cost', language),
        unit: 'money',
        printed: 'printedCost',
        ...(isOne && { currency: only }),
      },
    ],
    rows: largest.map(({ service, resource, currency, cost }) => ({
      service,
      resource,
      printedResource: withoutArn(resource),
      currency,
      cost: moneyText(cost),
      printedCost: roundedText(cost, currencyDigits(currency)),
    })),
  };
}

/** `natgateway/nat-0a9b…`: a narrow terminal would truncate the ARN before the part that identifies the resource. */
function withoutArn(resource: string): string {
  return resource.replace(/^arn:(?:[^:]*:){4}/, '');
}
