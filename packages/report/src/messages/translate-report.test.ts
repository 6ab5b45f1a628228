import { expect, test } from 'vitest';
import { render } from '../render.ts';
import type { Report } from '../report.ts';
import { translateReport } from './translations.ts';

async function printed(report: Report, format: 'table' | 'json' | 'csv' = 'table'): Promise<string> {
  let text = '';
  for await (const chunk of render(report, format)) text += chunk;
  return text;
}

async function* later<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

const report: Report = {
  title: 'Tag audit',
  catalog: 'tags',
  lead: ['No violation was found.'],
  notes: ['No translation exists for this.'],
  sections: [
    {
      kind: 'table',
      key: 'rows',
      title: 'Violations',
      columns: [
        { key: 'state', title: 'State', words: true },
        { key: 'name', title: 'Name' },
        { key: 'owner', title: 'Owner', named: true, printed: 'ownerText', words: true },
        { key: 'isRight', title: 'Compliant' },
      ],
      rows: [
        { state: 'expired', name: 'expired', owner: 'active', isRight: true },
        { state: 'expired', name: 'x', owner: '(none)', ownerText: '(none)', isRight: false },
      ],
      whenEmpty: 'Nothing.',
    },
  ],
};

test('titles, headings and words are translated; names, also those that are words, and named headings are not', async () => {
  const lines = (await printed(translateReport(report, 'ko'))).split('\n').map((line) => line.trimEnd());
  expect(lines).toEqual([
    '위반',
    '상태  이름     Owner   준수율',
    '────  ───────  ──────  ──────',
    '만료  expired  active  예',
    '만료  x        (없음)  아니요',
    '',
    'No translation exists for this.',
    '',
  ]);
});

test('JSON and CSV have the keys and values of English', async () => {
  const english = JSON.parse(await printed(report, 'json'));
  const korean = JSON.parse(await printed(translateReport(report, 'ko'), 'json'));
  expect(korean.rows).toEqual(english.rows);
  expect(korean.title).toBe('태그 점검');
  expect(await printed(translateReport(report, 'ko'), 'csv')).toBe(await printed(report, 'csv'));
});

test('rows that arrive later are translated as they do, and what is known after them is read after them', async () => {
  let read = 0;
  const live: Report = {
    title: 'Tag audit',
    catalog: 'tags',
    get notes() {
      return [read === 2 ? 'Nothing to change.' : 'Nothing.'];
    },
    get lead() {
      return [read === 2 ? 'No violation was found.' : 'too early'];
    },
    sections: [
      {
        kind: 'table',
        key: 'rows',
        columns: [{ key: 'state', title: 'State', words: true }],
        rows: (async function* () {
          for await (const row of later([{ state: 'active' }, { state: 'unused' }])) {
            read += 1;
            yield row;
          }
        })(),
        get whenEmpty() {
          return read === 0 ? 'Nothing.' : 'wrong';
        },
      },
    ],
  };
  const korean = translateReport(live, 'ko');
  expect(await printed(korean)).toContain('적용 중');
  expect([korean.notes, korean.lead]).toEqual([['변경할 것이 없습니다.'], ['위반이 없습니다.']]);
});

test('a report that is in the language already, or in English, is not translated', () => {
  const korean = translateReport(report, 'ko');
  expect(translateReport(korean, 'ko')).toBe(korean);
  expect(translateReport(report, 'en')).toBe(report);
  expect(translateReport(report, undefined)).toBe(report);
});
