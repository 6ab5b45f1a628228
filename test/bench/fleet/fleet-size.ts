/** The regions that every account has without asking, the fullest first. */
export const regionNames = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
] as const;

export const PAGE_SIZE = 1_000;

/**
 * EC2's bucket for paged calls of an action that reads, of an account in a region: "Request throttling for the Amazon EC2
 * API" of the EC2 developer guide, "Non-mutating actions, filtered or paginated".
 */
export const bucketRate = { capacity: 100, refillPerSecond: 20 } as const;

/** How many instances each region has. */
export interface FleetSize {
  readonly first: number;
  readonly others: number;
}

export const fullSize: FleetSize = { first: 84_000, others: 1_000 };
/** Shows that it runs: the bucket, of which 50 pages are had at once, does not bind. */
export const shortSize: FleetSize = { first: 5_000, others: 100 };

export function instancesOf({ first, others }: FleetSize): number {
  return first + others * (regionNames.length - 1);
}

/** As few calls as there are pages, and one to ask which regions there are. */
export function fewestCalls({ first, others }: FleetSize): number {
  return Math.ceil(first / PAGE_SIZE) + Math.ceil(others / PAGE_SIZE) * (regionNames.length - 1) + 1;
}

/**
 * The least time in which the fullest region can be listed with this share of the bucket for paged calls: what
 * does not lie in the bucket at the start has to come back first. The others' buckets hold more than they need.
 */
export function leastSeconds({ first }: FleetSize, share: number): number {
  const { capacity, refillPerSecond } = bucketRate;
  return Math.max(0, (Math.ceil(first / PAGE_SIZE) - capacity * share) / (refillPerSecond * share));
}
