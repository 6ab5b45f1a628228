import { factsOfRegion } from '@groundcrew/account/file';
import { createValueGenerator } from '../../account/value-generator.ts';
import type { Ec2Location } from '../arns.ts';

export interface Zone {
  /** `us-east-1a` */
  readonly name: string;
  /** `use1-az3`: the same place in all accounts, under another letter in each. */
  readonly id: string;
}

/** The Availability Zones of an account, with the ids that its instances have too. */
export function zonesOf({ accountId, region }: Ec2Location): readonly Zone[] {
  const { code, zones } = factsOfRegion(region);
  const shift = createValueGenerator(accountId, region, 'zone ids').number(0, zones.length);
  return Array.from(zones, (letter, at) => ({
    name: `${region}${letter}`,
    id: `${code}-az${((at + shift) % zones.length) + 1}`,
  }));
}

/** The id of a zone; `undefined`: not a zone of the region. */
export function zoneIdOf(zone: string, location: Ec2Location): string | undefined {
  return zonesOf(location).find(({ name }) => name === zone)?.id;
}
