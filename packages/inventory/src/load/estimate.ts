/** The work to estimate, and its price. */
export interface LoadVolume {
  /** Rows to write. */
  readonly rows: number;
  /** Write request units of all rows together: `writeUnits` of each one's size. */
  readonly writeUnits: number;
}

export interface LoadRates {
  /** US dollars per million write request units; default: {@link writeUnitPrice}. */
  readonly dollarsPerMillionUnits?: number;
  /** Write capacity of the table; default: 4,000, that of a new on-demand table. */
  readonly unitsPerSecond?: number;
}

export interface LoadEstimate extends LoadVolume {
  readonly costDollars: number;
  readonly durationSeconds: number;
  readonly dollarsPerMillionUnits: number;
  readonly unitsPerSecond: number;
  /** Region and date of the price, for users. */
  readonly priceSource: string;
}

/** On-demand writes, standard table class (https://aws.amazon.com/dynamodb/pricing/on-demand/). */
export const writeUnitPrice = {
  dollarsPerMillionUnits: 0.625,
  source: 'on-demand write request units in us-east-1, standard table class, price since November 2024',
} as const;

/**
 * A new on-demand table accepts this many write units a second from the start (DynamoDB Developer
 * Guide, "On-demand capacity mode", initial throughput).
 */
export const NEW_TABLE_UNITS_PER_SECOND = 4_000;

/** Write request units for an item: one for each started KB (DynamoDB Developer Guide, "Write request unit"). */
export function writeUnits(sizeBytes: number): number {
  return Math.max(1, Math.ceil(sizeBytes / 1_024));
}

/**
 * What writing a file costs and how long it takes. An upper bound: a shelf that occurs in the file twice is usually
 * written once.
 */
export function estimateLoad(volume: LoadVolume, rates: LoadRates = {}): LoadEstimate {
  const {
    dollarsPerMillionUnits = writeUnitPrice.dollarsPerMillionUnits,
    unitsPerSecond = NEW_TABLE_UNITS_PER_SECOND,
  } = rates;
  return {
    ...volume,
    costDollars: (volume.writeUnits / 1_000_000) * dollarsPerMillionUnits,
    durationSeconds: volume.writeUnits / unitsPerSecond,
    dollarsPerMillionUnits,
    unitsPerSecond,
    priceSource: rates.dollarsPerMillionUnits === undefined ? writeUnitPrice.source : 'as passed',
  };
}
