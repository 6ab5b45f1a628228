import { expect, test } from 'vitest';
import { chatNotification } from './chat-notification.ts';

const parts = { id: 'a', title: 'Title', lines: ['one'], eventType: 'test', context: {} };
const descriptionOf = (changes: Partial<typeof parts> & { readonly footer?: string }) =>
  (
    JSON.parse(chatNotification({ ...parts, ...changes })) as {
      content: Record<'title' | 'description', string>;
    }
  ).content;

test('as many lines are shown as there is room for, then how many more there are, and always the footer', () => {
  const lines = Array.from({ length: 500 }, (_, index) => `line ${index} of many`);
  const shown = descriptionOf({ lines, footer: 'The end' }).description.split('\n');
  expect(shown.join('\n').length).toBeLessThanOrEqual(3_000);
  expect(shown.at(-1)).toBe('The end');
  expect(shown.at(-2)).toBe(`… +${500 - (shown.length - 2)}`);
  expect(shown[0]).toBe('line 0 of many');
});

test('a name is not markup', () => {
  const { title, description } = descriptionOf({
    title: '<!channel> *now*',
    lines: ['a & b', '`code`'],
  });
  expect(title).toBe('&lt;!channel&gt; \u200b*now\u200b*');
  expect(description).toBe('a &amp; b\n\u200b`code\u200b`');
});

test('a title that is too long is cut, and not within a character', () => {
  const { title } = descriptionOf({ title: `${'x'.repeat(198)}🙂🙂` });
  expect(title).toBe(`${'x'.repeat(198)}…`);
});
