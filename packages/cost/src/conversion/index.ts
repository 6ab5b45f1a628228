export { type Conversion, convertSeries, parseConversion } from './conversion.ts';
