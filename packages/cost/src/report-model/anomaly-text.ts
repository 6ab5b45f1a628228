import { printable } from '@groundcrew/report';
import { costText, type Language, translateText } from '@groundcrew/report/cost-messages';
import { type AccountNames, accountLabel } from '../accounts/index.ts';
import type { Dimension } from '../model.ts';
import { periodText } from '../periods/index.ts';
import type { Anomaly } from './anomalies.ts';

/** Maximum characters of a name, as anyone may have chosen the values of tags. */
const MAX_NAME_LENGTH = 60;

/** The group, the days and the evidence: one line. */
export function anomalyText(
  { keys, range, evidence }: Anomaly,
  by: readonly Dimension[] = [],
  accountNames?: AccountNames,
  language: Language = 'en',
): string {
  const names = keys.map((key, index) => {
    const isAccount = key !== null && by[index] === 'account';
    return shortName(isAccount ? accountLabel(key, accountNames) : key, language);
  });
  return `${names.join(', ')}, ${periodText(range)}: ${printable(translateText(evidence, language))}`;
}

/** A value of a dimension in a message: printable, and truncated if it is long. */
export function shortName(key: string | null | undefined, language: Language = 'en'): string {
  if (key === null || key === undefined) return costText('none', language);
  const name = printable(key);
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH - 1).toWellFormed()}…` : name;
}
