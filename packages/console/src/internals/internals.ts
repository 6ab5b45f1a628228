/** What runs in the embedded AWS, for the page "under the hood". */
export interface InternalsSource {
  readonly functions: () => readonly InternalsFunction[];
  readonly queues: () => readonly { readonly name: string; readonly messages: number }[];
  /** Buckets of what failed permanently. */
  readonly failureBuckets: () => readonly { readonly name: string; readonly objects: number }[];
  readonly topics: () => readonly { readonly name: string; readonly published: number }[];
  /** Age of the oldest stream record that waits, in milliseconds. */
  readonly streamAgeMs: () => number;
  readonly faults: {
    /** The rates now, from 0 to 1, by name. */
    readonly get: () => Readonly<Record<string, number>>;
    readonly set: (rates: Readonly<Record<string, number>>) => void;
  };
}

export interface InternalsFunction {
  readonly name: string;
  readonly running: number;
  readonly finished: number;
  readonly failed: number;
  readonly lastMs: number | undefined;
  /** The newest last. */
  readonly lines: readonly { readonly atMs: number; readonly text: string }[];
}

/** Faults that the page switches; others are for the command line. */
export const internalsFaults = ['throttle', 'error', 'latency', 'kill', 'duplicate', 'reorder'] as const;
