import { monthTitles } from '../months.ts';
import type { Language } from './catalog.ts';
import { costSentences, numberNames, strictNames, translatedNames } from './cost-sentences.ts';
import { costTextPairs, dayInWords } from './cost-texts.ts';
import { fillTemplate, placeholdersOf } from './template.ts';

interface Sentence {
  readonly names: readonly string[];
  readonly pattern: RegExp;
  readonly korean: string;
}

/**
 * A sentence, heading or label of a report of costs in another language, as gettext does: the English text, with placeholders,
 * is the key of the catalog. One that is not in the catalog is returned as it is.
 */
export function translateText(text: string, language: Language = 'en'): string {
  return language === 'en' ? text : (findKorean(text) ?? text);
}

/** `undefined`: the catalog does not have the text. */
export function findKorean(text: string): string | undefined {
  const { exact, sentences } = catalog();
  const known = exact.get(text) ?? koreanDay(text);
  if (known !== undefined) return known;
  for (const { names, pattern, korean } of sentences) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const values = names.map((name, at) => [name, valueOf(name, found[at + 1]!)] as const);
    if (values.some(([, value]) => value === undefined)) continue;
    return fillTemplate(korean, Object.fromEntries(values as [string, string][]));
  }
  return undefined;
}

/** `undefined`: the placeholder can not stand for the text. */
function valueOf(name: string, value: string): string | undefined {
  if (!translatedNames.has(name)) return value;
  return findKorean(value) ?? koreanList(value) ?? (strictNames.has(name) ? undefined : value);
}

function koreanList(text: string): string | undefined {
  const parts = text.split(/, | and /);
  const korean = parts.map(findKorean);
  return parts.length > 1 && korean.every((part) => part !== undefined) ? korean.join(', ') : undefined;
}

/** `20 November 2026`, also with `, so far` after a period. */
function koreanDay(text: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2}) ([A-Z][a-z]+) (\d{4})$/.exec(text) ?? [];
  const number = monthTitles.findIndex((title) => title === month) + 1;
  if (number > 0)
    return dayInWords(`${year}-${String(number).padStart(2, '0')}-${day!.padStart(2, '0')}`, 'ko');
  return /^\d{4}[-\d.]*, so far$/.test(text) ? text.replace(', so far', ' (진행 중)') : undefined;
}

let made:
  | { readonly exact: ReadonlyMap<string, string>; readonly sentences: readonly Sentence[] }
  | undefined;

/** Made when the first text is translated: most runs have none. */
function catalog() {
  if (made !== undefined) return made;
  // Texts of the cost report have a key each; those of all others share one meaning for each English text.
  const pairs = [...costSentences, ...costTextPairs()];
  const exact = new Map<string, string>();
  const templates: (readonly [en: string, ko: string])[] = [];
  for (const [en, ko] of pairs)
    if (placeholdersOf(en).length > 0) templates.push([en, ko]);
    else if (!exact.has(en)) {
      exact.set(en, ko);
      // In a sentence, names of dimensions are not capitalized.
      if (!exact.has(en.toLowerCase())) exact.set(en.toLowerCase(), ko);
    }
  // The one with the most words of its own first: others may match parts of it as values.
  const wordsOf = (template: string) => template.replaceAll(/\{[^}]*\}/g, '').length;
  const sentences = templates
    .toSorted(([one], [other]) => wordsOf(other) - wordsOf(one))
    .map(([en, korean]): Sentence => ({
      names: [...en.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
      pattern: new RegExp(
        `^${en
          .split(/(\{\w+\})/)
          .map((part) => (/^\{\w+\}$/.test(part) ? groupOf(part.slice(1, -1)) : escaped(part)))
          .join('')}$`,
        's',
      ),
      korean,
    }));
  made = { exact, sentences };
  return made;
}

function groupOf(name: string): string {
  return numberNames.has(name) ? '(\\d[\\d,.]*)' : '(.+?)';
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\]^{|}\\]/g, String.raw`\$&`);
}
