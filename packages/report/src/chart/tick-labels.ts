import type { Language } from '../messages/catalog.ts';

const DAY_PATTERN = /^\d{4}-\d\d-\d\d$/;
const MONTH_PATTERN = /^\d{4}-\d\d$/;

/**
 * The labels of an axis as people write them: days as `1 Oct`, months as `Oct`, all with their year where there are several.
 * Labels that are neither stay as they are.
 */
export function tickLabels(labels: readonly string[], language: Language): readonly string[] {
  const isDays = labels.every((label) => DAY_PATTERN.test(label) && isDate(label));
  if (!isDays && !labels.every((label) => MONTH_PATTERN.test(label) && isDate(`${label}-01`))) return labels;
  const years = new Set(labels.map((label) => label.slice(0, 4)));
  const locale = language === 'ko' ? 'ko-KR' : 'en-GB';
  const parts: Intl.DateTimeFormatOptions = {
    month: 'short',
    ...(isDays && { day: 'numeric' }),
    timeZone: 'UTC',
  };
  const plain = new Intl.DateTimeFormat(locale, parts);
  const dated = new Intl.DateTimeFormat(locale, { ...parts, year: 'numeric' });
  return labels.map((label) => {
    const date = new Date(isDays ? label : `${label}-01`);
    // Which labels are shown depends on the width: where there are several years, each has its own.
    return (years.size > 1 ? dated : plain).format(date);
  });
}

function isDate(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
