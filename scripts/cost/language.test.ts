import { expect, test } from 'vitest';
import { costOfExport } from '../testing/cost.ts';

const HANGUL = /[\u3131-\u318e\uac00-\ud7a3]/;
const words = ['report', '--period', '2026-11', '--forecast', '--budget', '4000', '--by', 'tag:Project'];

/** Texts of the elements of a page. */
function textsOf(html: string, ...tags: string[]): string[] {
  const pattern = new RegExp(`<(${tags.join('|')})\\b[^>]*>([^<]+)</\\1>`, 'g');
  return [...html.matchAll(pattern)].map(([, , text]) => text!);
}

test('a page in Korean has its headings, labels and first sentence in Korean', async () => {
  const { code, out, err } = await costOfExport([...words, '--output', 'html', '--language', 'ko']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('<html lang="ko">');
  expect(out).toMatch(/<p class="lead">2026년 11월 1일부터 2026년 11월 19일까지의 비용은 \$2,770\.03이며/);
  expect(out).toMatch(/예산 \$4,000\.00보다 많습니다/);
  const labels = textsOf(out, 'h1', 'h2', 'th', 'dt', 'summary', 'title');
  expect(labels.length).toBeGreaterThan(30);
  // A tag, a day and the names of groups are as they are.
  const names = /^(?:Project|catalog|shop|analytics|inventory|2026-\d\d-\d\d\b[\s\S]*)$/;
  expect(labels.filter((label) => !HANGUL.test(label) && !names.test(label))).toEqual([]);
  expect(out).toMatch(/>세금</);
  expect(out).toMatch(/>초과 예상</);
});

test('figures, and the keys of JSON, are the same in each language', async () => {
  const english = await costOfExport([...words, '--output', 'json']);
  const korean = await costOfExport([...words, '--output', 'json', '--language', 'ko']);
  const of = (out: string) => {
    const { totals, outlook, costs } = JSON.parse(out) as Record<string, unknown>;
    return { totals, outlook, costs };
  };
  expect(of(korean.out)).toEqual(of(english.out));
});

test('another language is refused', async () => {
  const { code, err } = await costOfExport([...words, '--language', 'ja']);
  expect(code).toBe(2);
  expect(err).toContain('ko');
});
