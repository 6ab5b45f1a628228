import { type Dimensions, embeddedMetrics, type MetricValue } from './embedded-metrics.ts';

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
  /** In the order in which they arrived. */
  readonly values: Pick<MetricValue, 'timestamp' | 'value' | 'unit'>[];
}

/** The metrics that functions printed, and those of the services here, in memory. */
export interface MetricStore {
  addLine(line: string): void;
  add(value: MetricValue): void;
  list(): readonly Metric[];
  find(namespace: string, name: string, dimensions: Dimensions): Metric | undefined;
}

const MAX_METRICS = 10_000;
/** Of each metric the newest are kept. */
const MAX_VALUES = 100_000;

export function createMetricStore(): MetricStore {
  const metrics = new Map<string, Metric>();
  function add({ namespace, name, dimensions, timestamp, value, unit }: MetricValue): void {
    const key = keyOf(namespace, name, dimensions);
    let metric = metrics.get(key);
    if (!metric) {
      if (metrics.size === MAX_METRICS) metrics.delete(metrics.keys().next().value!);
      metrics.set(key, (metric = { namespace, name, dimensions, values: [] }));
    }
    metric.values.push({ timestamp, value, unit });
    if (metric.values.length > MAX_VALUES * 1.2) metric.values.splice(0, metric.values.length - MAX_VALUES);
  }
  return {
    add,
    addLine(line) {
      for (const value of embeddedMetrics(line)) add(value);
    },
    list: () => [...metrics.values()],
    find: (namespace, name, dimensions) => metrics.get(keyOf(namespace, name, dimensions)),
  };
}

/** The order of dimensions has no meaning. */
function keyOf(namespace: string, name: string, dimensions: Dimensions): string {
  return JSON.stringify([
    namespace,
    name,
    Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}
