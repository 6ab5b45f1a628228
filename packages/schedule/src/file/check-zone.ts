import { didYouMean } from '@groundcrew/errors';
import { zoneOf } from '../time/index.ts';

/** What is wrong with the name of a time zone. */
export function zoneProblem(name: string): string | undefined {
  if (name === 'UTC') return undefined;
  const quoted = JSON.stringify(name);
  // EST has no daylight saving time, IST is in three countries, +09:00 is not a place: none shows what people mean by it.
  if (!name.includes('/')) {
    return `${quoted} is not the name of a zone with its rules; write Area/City, such as ${suggestionFor(name)}, or UTC`;
  }
  if (/^Etc\/GMT[+-]/.test(name)) {
    return `${quoted} has the reverse sign of what it looks like; write the place, such as Asia/Seoul, or UTC`;
  }
  try {
    zoneOf(name);
    return undefined;
  } catch {
    const known = Intl.supportedValuesOf('timeZone');
    return `${quoted} is not a time zone${didYouMean(name, known) || '; write one such as Asia/Seoul'}`;
  }
}

const suggestions: Readonly<Record<string, string>> = {
  KST: 'Asia/Seoul',
  JST: 'Asia/Tokyo',
  EST: 'America/New_York',
  EDT: 'America/New_York',
  CST: 'America/Chicago',
  MST: 'America/Denver',
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  CET: 'Europe/Berlin',
  CEST: 'Europe/Berlin',
  GMT: 'Europe/London',
  BST: 'Europe/London',
  IST: 'Asia/Kolkata',
  '+09:00': 'Asia/Seoul',
};

function suggestionFor(name: string): string {
  const found = Intl.supportedValuesOf('timeZone').find(
    (zone) => zone.split('/').at(-1)!.toLowerCase() === name.toLowerCase().replaceAll(' ', '_'),
  );
  return found ?? suggestions[name.toUpperCase()] ?? 'Asia/Seoul';
}
