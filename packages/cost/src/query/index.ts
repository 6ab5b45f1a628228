export {
  charges,
  dimensionTitle,
  isLabel,
  metrics,
  parseDimension,
  parseDimensions,
  parseMetric,
} from './dimensions.ts';
export { filterText, parseFilters, unknownValue } from './filters.ts';
