import type { OptInStatus } from '../account/index.ts';
import type { Form } from '../form.ts';
import { writeXml } from '../xml.ts';
import { invalidParameter } from './errors.ts';
import { readFilters, unknownFilter } from './filter.ts';

interface Region {
  readonly name: string;
  readonly optIn: OptInStatus;
}

/**
 * Rules: "DescribeRegions" of the EC2 API reference: regions that are not enabled are returned with `AllRegions` only.
 *
 * @throws AwsError
 */
export function describeRegions(form: Form, regions: readonly Region[]): string {
  const names = form.texts('RegionName');
  const unknown = names.filter((name) => !regions.some((region) => region.name === name));
  if (unknown.length > 0) throw invalidParameter(`Invalid region names: [${unknown.join(', ')}]`);
  const filters = readFilters(form).map((filter) => ({ filter, read: readerOf(filter.name) }));
  const matching = regions.filter(
    (region) =>
      (form.text('AllRegions') === 'true' || region.optIn !== 'not-opted-in') &&
      (names.length === 0 || names.includes(region.name)) &&
      filters.every(({ filter, read }) => filter.matches([read(region)])),
  );
  return writeXml({
    regionInfo: {
      item: matching.map((region) => ({
        regionName: region.name,
        regionEndpoint: endpointOf(region),
        optInStatus: region.optIn,
      })),
    },
  });
}

const endpointOf = ({ name }: Region) => `ec2.${name}.amazonaws.com`;

function readerOf(filter: string): (region: Region) => string {
  switch (filter) {
    case 'region-name':
      return ({ name }) => name;
    case 'opt-in-status':
      return ({ optIn }) => optIn;
    case 'endpoint':
      return endpointOf;
    default:
      throw unknownFilter(filter);
  }
}
