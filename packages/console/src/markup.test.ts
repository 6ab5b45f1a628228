import { expect, test } from 'vitest';
import { html, raw } from './markup.ts';

test('texts are escaped, also in attributes, and what cannot be seen is shown', () => {
  const text = `<script>"'&\u202e\u200b`;
  expect(html`<p title="${text}">${text}</p>`.text).toBe(
    '<p title="&lt;script&gt;&quot;&#39;&amp;\\u{202e}\\u{200b}">&lt;script&gt;&quot;&#39;&amp;\\u{202e}\\u{200b}</p>',
  );
});

test('pieces stand as they are, lists follow one another, and what is not there is left out', () => {
  expect(html`${[html`<b>1</b>`, '<2>', [3, 4n]]}${false}${undefined}${null}${raw('<i>')}`.text).toBe(
    '<b>1</b>&lt;2&gt;34<i>',
  );
});
