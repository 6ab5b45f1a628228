import { isNestedDeeper } from '../json-depth.ts';
import { isJsonObject } from '../json-object.ts';
import type { JsonInput } from '../json-service.ts';

export type Dimensions = Readonly<Record<string, string>>;

/** One value of one metric. */
export interface MetricValue {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
  readonly unit: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly value: number;
}

const MAX_DEPTH = 100;
// Of the specification: values of a metric in one document, and dimensions of a set.
const MAX_VALUES = 100;
const MAX_DIMENSIONS = 30;

/**
 * The metrics in a line that a function printed; none if it is not in the embedded metric format.
 *
 * Rules: "Specification: Embedded metric format" of the CloudWatch user guide. What breaks them is ignored, as there.
 */
export function embeddedMetrics(line: string): MetricValue[] {
  if (!line.startsWith('{') || !line.includes('"_aws"') || isNestedDeeper(line, MAX_DEPTH)) return [];
  const document = parseJson(line);
  if (!isJsonObject(document) || !isJsonObject(document._aws)) return [];
  const { Timestamp, CloudWatchMetrics } = document._aws;
  if (typeof Timestamp !== 'number') return [];
  return listOf(CloudWatchMetrics).flatMap((directive) => valuesOf(directive, document, Timestamp));
}

function valuesOf(directive: unknown, document: JsonInput, timestamp: number): MetricValue[] {
  if (!isJsonObject(directive) || typeof directive.Namespace !== 'string') return [];
  const namespace = directive.Namespace;
  return listOf(directive.Metrics).flatMap((metric) => {
    if (!isJsonObject(metric) || typeof metric.Name !== 'string') return [];
    const name = metric.Name;
    const unit = typeof metric.Unit === 'string' ? metric.Unit : 'None';
    const found = Object.hasOwn(document, name) ? document[name] : undefined;
    const values = (Array.isArray(found) ? found.slice(0, MAX_VALUES) : [found]).filter(
      (value) => typeof value === 'number',
    );
    return listOf(directive.Dimensions).flatMap((set) => {
      const dimensions = dimensionsOf(set, document);
      if (dimensions === undefined) return [];
      return values.map((value) => ({ namespace, name, dimensions, unit, timestamp, value }));
    });
  });
}

function dimensionsOf(set: unknown, document: JsonInput): Dimensions | undefined {
  const names = listOf(set);
  if (names.length > MAX_DIMENSIONS) return undefined;
  const entries = names.map((name) => [
    String(name),
    Object.hasOwn(document, String(name)) ? document[String(name)] : undefined,
  ]);
  if (!entries.every(([, value]) => typeof value === 'string' && value !== '')) return undefined;
  return Object.fromEntries(entries) as Dimensions;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
