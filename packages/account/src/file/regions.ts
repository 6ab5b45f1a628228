import type { OptInStatus } from './account-file.ts';

/** A region as AWS has it. */
export interface RegionFacts {
  /** Prefix of its zones' ids: `apne2`. */
  readonly code: string;
  /** Its zones' letters. */
  readonly zones: string;
  /** In a new account. */
  readonly optIn: OptInStatus;
}

// Name, prefix of zone ids, zone letters if not abc, and whether it is an opt-in region:
// "AWS Regions" and "Availability Zone IDs" of the guide "AWS Regions and Availability Zones".
const ENABLED_REGIONS = `
us-east-1 use1 abcdef
us-east-2 use2
us-west-1 usw1
us-west-2 usw2 abcd
ca-central-1 cac1 abd
sa-east-1 sae1
eu-central-1 euc1
eu-north-1 eun1
eu-west-1 euw1
eu-west-2 euw2
eu-west-3 euw3
ap-northeast-1 apne1 acd
ap-northeast-2 apne2 abcd
ap-northeast-3 apne3
ap-south-1 aps1
ap-southeast-1 apse1
ap-southeast-2 apse2`;
const OPT_IN_REGIONS = `
af-south-1 afs1
ap-east-1 ape1
ap-east-2 ape2
ap-south-2 aps2
ap-southeast-3 apse3
ap-southeast-4 apse4
ap-southeast-5 apse5
ap-southeast-6 apse6
ap-southeast-7 apse7
ca-west-1 caw1
eu-central-2 euc2
eu-south-1 eus1
eu-south-2 eus2
il-central-1 ilc1
me-central-1 mec1
me-south-1 mes1
mx-central-1 mxc1`;

/** Every region of the partition `aws`. */
export const regionTable: ReadonlyMap<string, RegionFacts> = new Map([
  ...parseRegions(ENABLED_REGIONS, 'opt-in-not-required'),
  ...parseRegions(OPT_IN_REGIONS, 'not-opted-in'),
]);

/** A region that is not in the table: three zones, enabled. */
export function factsOfRegion(name: string): RegionFacts {
  return regionTable.get(name) ?? { code: codeOf(name), zones: 'abc', optIn: 'opt-in-not-required' };
}

function parseRegions(lines: string, optIn: OptInStatus): [string, RegionFacts][] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', code = '', zones = 'abc'] = line.split(' ');
      return [name, { code, zones, optIn }];
    });
}

/** `xx-northwest-4`: `xn4`. */
function codeOf(name: string): string {
  return name
    .split('-')
    .map((part) => (/^\d/.test(part) ? part : part.slice(0, 1)))
    .join('');
}
