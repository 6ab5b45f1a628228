import { expect, test } from 'vitest';
import { costSentences, numberNames } from './cost-sentences.ts';
import { sentenceCatalogs, sentencePairs } from './sentence-catalogs.ts';
import { findKorean, translateText } from './translations.ts';

const HANGUL = /[\uac00-\ud7a3]/;
/** What a placeholder may stand for. */
const samples: Readonly<Record<string, string>> = {
  added: '1,204',
  basis: 'the rates of its months',
  charge: 'Tax',
  count: '3 days',
  day: '20 November 2026',
  parts: 'their weekdays, their growth of 0.5% a week',
  reason: 'none of its days is delivered yet',
  state: 'estimated',
  to: '21 November 2026',
  use: '11% more GB',
};

/** Of other catalogs. */
const samplesOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  account: { count: '3 lists' },
  commands: {
    advice: 'try again',
    cause: 'access is denied (x)',
    count: '3 rows',
    state: 'running',
    use: 'correct the keys',
  },
  instances: {
    count: '3 instances',
    meaning: 'more memory',
    parts: '9 running, 3 stopped',
    state: 'stopped',
  },
  inventory: { count: '3 rows' },
  networks: { count: '3 changes' },
  schedules: { count: '3 schedules', parts: '3 keys, 1 exemption', state: 'denied' },
  tags: { count: '3 violations', parts: '3 keys, 1 exemption' },
};

const sentences = sentenceCatalogs.flatMap((catalog) =>
  (catalog === 'costs' ? costSentences : sentencePairs(catalog)).map(
    ([en, ko]) => [catalog, en, ko] as const,
  ),
);

test.each(sentences)(
  'of %s, %j is found by what is made of it, and by no other sentence',
  (catalog, en, ko) => {
    const known: Readonly<Record<string, string>> = { ...samples, ...samplesOf[catalog] };
    const filled = en.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      numberNames.has(name) || name === 'letter' ? '7' : (known[name] ?? `$${name}`),
    );
    const korean = findKorean(filled, catalog);
    // Its own words, without those of the placeholders.
    const parts = ko.split(/\{[^}]+\}/).map((part) => part.trim());
    for (const part of parts) expect(korean).toContain(part);
    for (const [, name] of en.matchAll(/\{(\w+)\}/g))
      if (!(name! in known) && !numberNames.has(name!) && name !== 'letter')
        expect(korean).toContain(`$${name!}`);
  },
);

test.each(sentenceCatalogs)(
  'placeholders of %s are the same in each language, each text is there once',
  (catalog) => {
    const namesOf = (template: string) => [...template.matchAll(/\{(\w+)/g)].map(([, name]) => name!).sort();
    const known = new Map<string, string>();
    for (const [en, ko] of sentencePairs(catalog)) {
      expect([en, namesOf(ko)]).toEqual([en, namesOf(en)]);
      if (catalog !== 'costs') expect([en, known.get(en) ?? ko]).toEqual([en, ko]);
      known.set(en, ko);
    }
  },
);

test('days, lists and counts in a sentence are translated, names and figures are not', () => {
  const text =
    'what was spent to 20 November 2026, $1,128.23 of usage after it by the 91 days before (their weekdays, a growth of 0.5% a week, another level for the last 20 days), and $43.20 of other charges that recur; 80% of such forecasts are within the range. By the same weekdays of the last four weeks alone, it would be $4,040.73';
  const korean = translateText(`Forecast: ${text}`, 'ko');
  expect(korean).toContain('2026년 11월 20일');
  expect(korean).toContain('(이전 91일 기준: 요일, 주당 0.5% 증가, 최근 20일의 다른 수준)');
  expect(korean).toContain('$4,040.73');
  expect(korean).not.toMatch(/[a-z]{3,}/);
});

test('what is not in the catalog stays as it is, and English is not changed', () => {
  expect(translateText('Amazon S3, or another name', 'ko')).toBe('Amazon S3, or another name');
  expect(translateText('What changed')).toBe('What changed');
  expect(HANGUL.test(translateText('What changed', 'ko'))).toBe(true);
});
