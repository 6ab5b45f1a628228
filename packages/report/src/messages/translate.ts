import { monthTitles } from '../months.ts';
import type { Language } from './catalog.ts';
import { numberNames, strictNames, translatedNames } from './cost-sentences.ts';
import { dayInWords } from './cost-texts.ts';
import type { Report } from '../report.ts';
import type { SentenceCatalog } from './sentence-catalogs.ts';
import type { SentencePair } from './sentence-pair.ts';
import { fillTemplate, placeholdersOf } from './template.ts';
import { translateReportBy } from './translate-report.ts';

interface Sentence {
  readonly names: readonly string[];
  readonly pattern: RegExp;
  /** The longest of its own words: a text without them is another one, which is known faster than by the pattern. */
  readonly words: string;
  readonly korean: string;
}

interface Translator {
  readonly exact: ReadonlyMap<string, string>;
  readonly sentences: readonly Sentence[];
  /** Texts of rows repeat. */
  readonly known: Map<string, string | undefined>;
}

/** Translations that a catalog keeps. */
const MAX_KNOWN = 5_000;

/**
 * Texts of reports in another language, as gettext has them: the English text, with placeholders, is the key of the catalog. One
 * that is not in the catalog is returned as it is.
 */
export interface Translation {
  /** A sentence, heading or label. @param name default: the catalog of costs */
  translateText(text: string, language?: Language, name?: SentenceCatalog): string;
  /** `undefined`: the catalog does not have the text, or one of its sentences. */
  findKorean(text: string, name?: SentenceCatalog): string | undefined;
  /**
   * A report with its titles, headings and sentences in another language. Keys, figures, names and the values of JSON and CSV
   * stay as they are. What a report knows only after its rows, such as notes, is translated when it is read.
   *
   * @param cells keys of the columns whose values are texts of the catalog, besides those with `words`
   */
  translateReport(report: Report, language: Language | undefined, cells?: readonly string[]): Report;
}

/** @param pairsOf the texts of a catalog; called when the first of its texts is translated: most runs have none */
export function createTranslation(pairsOf: (name: SentenceCatalog) => readonly SentencePair[]): Translation {
  const made = new Map<SentenceCatalog, Translator>();

  function translatorOf(name: SentenceCatalog): Translator {
    let translator = made.get(name);
    if (translator === undefined) {
      translator = makeTranslator(pairsOf(name));
      made.set(name, translator);
    }
    return translator;
  }

  function findKorean(text: string, name: SentenceCatalog = 'costs'): string | undefined {
    const translator = translatorOf(name);
    const { known } = translator;
    if (known.has(text)) return known.get(text);
    const found =
      findText(text, translator) ?? koreanSentences(text, translator) ?? koreanParts(text, translator);
    if (known.size === MAX_KNOWN) known.clear();
    known.set(text, found);
    return found;
  }

  function translateText(text: string, language: Language = 'en', name?: SentenceCatalog): string {
    return language === 'en' ? text : (findKorean(text, name) ?? text);
  }

  return {
    findKorean,
    translateText,
    translateReport: (report, language, cells) => translateReportBy(translateText, report, language, cells),
  };
}

function findText(text: string, translator: Translator): string | undefined {
  const known = translator.exact.get(text) ?? koreanDay(text);
  if (known !== undefined) return known;
  for (const { names, words, pattern, korean } of translator.sentences) {
    if (!text.includes(words)) continue;
    const found = pattern.exec(text);
    if (found === null) continue;
    const values = names.map((name, at) => [name, valueOf(name, found[at + 1]!, translator)] as const);
    if (values.some(([, value]) => value === undefined)) continue;
    return fillTemplate(korean, Object.fromEntries(values as [string, string][]));
  }
  return undefined;
}

/** Several texts between semicolons. */
function koreanParts(text: string, translator: Translator): string | undefined {
  if (!text.includes('; ')) return undefined;
  const korean = text.split('; ').map((part) => findText(part, translator));
  return korean.every((part) => part !== undefined) ? korean.join('; ') : undefined;
}

/** Several sentences one after the other. */
function koreanSentences(text: string, translator: Translator): string | undefined {
  const sentences = text.split(/(?<=[.?!]) (?=[A-Z\d])/);
  if (sentences.length < 2) return undefined;
  const korean = sentences.map((sentence) => findText(sentence, translator));
  return korean.every((sentence) => sentence !== undefined) ? korean.join(' ') : undefined;
}

/** `undefined`: the placeholder cannot stand for the text. */
function valueOf(name: string, value: string, translator: Translator): string | undefined {
  if (!translatedNames.has(name)) return value;
  return (
    findText(value, translator) ??
    koreanList(value, translator) ??
    (strictNames.has(name) ? undefined : value)
  );
}

function koreanList(text: string, translator: Translator): string | undefined {
  const parts = text.split(/, | and /);
  const korean = parts.map((part) => findText(part, translator));
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

function makeTranslator(pairs: readonly (readonly [en: string, ko: string])[]): Translator {
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
  const lengthOf = (template: string) => template.replaceAll(/\{[^}]*\}/g, '').length;
  const sentences = templates
    .toSorted(([one], [other]) => lengthOf(other) - lengthOf(one))
    .map(([en, korean]): Sentence => {
      const parts = en.split(/(\{\w+\})/);
      const isName = (part: string) => /^\{\w+\}$/.test(part);
      const own = parts.filter((part) => !isName(part));
      const pattern = parts
        .map((part) => (isName(part) ? groupOf(part.slice(1, -1)) : escaped(part)))
        .join('');
      return {
        names: parts.filter(isName).map((part) => part.slice(1, -1)),
        pattern: new RegExp(`^${pattern}$`, 's'),
        words: own.reduce((longest, part) => (part.length > longest.length ? part : longest)),
        korean,
      };
    });
  return { exact, sentences, known: new Map() };
}

function groupOf(name: string): string {
  if (numberNames.has(name)) return '(\\d[\\d,.]*)';
  return name === 'letter' ? '(\\w+)' : '(.+?)';
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\]^{|}\\]/g, String.raw`\$&`);
}
