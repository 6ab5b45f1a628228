/** The CloudWatch units in use. */
export type MetricUnit = 'Count' | 'Milliseconds' | 'Bytes' | 'None';

/** Metrics of one invocation in CloudWatch's embedded metric format, which needs no call and no permission. */
export interface Metrics {
  /** Adds to a sum, which is one value per flush. */
  add(name: string, value: number, unit?: MetricUnit): void;
  /** Adds a value to a distribution. */
  record(name: string, value: number, unit: MetricUnit): void;
  /** Writes the values since the last flush; does nothing if there are none. */
  flush(): void;
}

export interface MetricsOptions {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Searchable in the log, but not a dimension: `requestId`. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Receives a line without its line break. */
  readonly writeLine: (line: string) => void;
  readonly now: () => number;
}

// Both from the specification of the embedded metric format, "MetricDirective object" and "Target members".
const MAX_METRICS_PER_LINE = 100;
const MAX_VALUES_PER_METRIC = 100;

export function createMetrics(options: MetricsOptions): Metrics {
  const { namespace, dimensions, properties = {}, writeLine, now } = options;
  const gathered = new Map<string, { unit: MetricUnit; values: number[] }>();

  function of(name: string, unit: MetricUnit): number[] {
    let metric = gathered.get(name);
    if (metric === undefined) {
      if (gathered.size === MAX_METRICS_PER_LINE) flush();
      metric = { unit, values: [] };
      gathered.set(name, metric);
    }
    return metric.values;
  }

  function flush(): void {
    if (gathered.size === 0) return;
    const line: Record<string, unknown> = {
      _aws: {
        Timestamp: now(),
        CloudWatchMetrics: [
          {
            Namespace: namespace,
            Dimensions: [Object.keys(dimensions)],
            Metrics: [...gathered].map(([name, { unit }]) => ({ Name: name, Unit: unit })),
          },
        ],
      },
      ...dimensions,
      ...properties,
    };
    for (const [name, { values }] of gathered) line[name] = values.length === 1 ? values[0] : values;
    gathered.clear();
    writeLine(JSON.stringify(line));
  }

  return {
    add(name, value, unit = 'Count') {
      const values = of(name, unit);
      values[0] = (values[0] ?? 0) + value;
    },
    record(name, value, unit) {
      if (of(name, unit).push(value) === MAX_VALUES_PER_METRIC) flush();
    },
    flush,
  };
}
