export {
  type MetricsReading,
  readMetrics,
  type ReadMetricsDeps,
  type ReadMetricsInput,
  type SeriesValues,
} from './read-metrics.ts';
