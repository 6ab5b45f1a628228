import { printable } from '@groundcrew/report';
import { periodText } from '../periods/index.ts';
import type { Anomaly } from './anomalies.ts';

/** Maximum characters of a name, as anyone may have chosen the values of tags. */
const MAX_NAME_LENGTH = 60;

/** The group, the days and the evidence: one line. */
export function anomalyText({ keys, range, evidence }: Anomaly): string {
  return `${keys.map(shortName).join(', ')}, ${periodText(range)}: ${printable(evidence)}`;
}

/** A value of a dimension in a message: printable, and truncated if it is long. */
export function shortName(key: string | null | undefined): string {
  if (key === null || key === undefined) return '(none)';
  const name = printable(key);
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH - 1).toWellFormed()}…` : name;
}
