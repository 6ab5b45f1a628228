import { formatCount } from '@groundcrew/report';
import { consoleText, type ConsoleTextKey } from '@groundcrew/report/console-texts';
import { type Language, languages } from '@groundcrew/report/messages';

/** The texts of pages in one language. */
export interface Texts {
  readonly language: Language;
  (key: ConsoleTextKey, values?: Readonly<Record<string, string | number>>): string;
  /** A count; its text has the placeholder `{count}`. */
  counted(count: number, one: ConsoleTextKey, several: ConsoleTextKey): string;
  /** A time of this machine: `29 Nov 2026, 13:05`. */
  time(timeMs: number): string;
}

export function createTexts(language: Language): Texts {
  const text = (key: ConsoleTextKey, values: Readonly<Record<string, string | number>> = {}) =>
    consoleText(
      key,
      language,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'number' ? formatCount(value) : value,
        ]),
      ),
    );
  const times = new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  return Object.assign(text, {
    language,
    counted: (count: number, one: ConsoleTextKey, several: ConsoleTextKey) =>
      text(count === 1 ? one : several, { count }),
    time: (timeMs: number) => times.format(timeMs),
  });
}

/**
 * The language that a browser prefers among those of the catalog.
 *
 * @param header `Accept-Language` (RFC 9110, 12.5.4): `ko-KR,ko;q=0.9,en;q=0.8`
 */
export function preferredLanguage(header: string | undefined): Language {
  const wanted = (header ?? '').split(',').map((part) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find(Boolean);
    return { language: range.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
  });
  const known = wanted
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ language }) => languages.find((each) => each === language))
    .find((language) => language !== undefined);
  return known ?? 'en';
}
