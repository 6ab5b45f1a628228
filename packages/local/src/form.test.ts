import { expect, test } from 'vitest';
import { createForm } from './form.ts';

const form = (text: string) => createForm(new URLSearchParams(text));

test('members of lists are in the order of their numbers, and the first of several values counts', () => {
  const lists = form('A.member.10=c&A.member.2=b&A.member.1=a&B.2=z&B.1=y&B.1=no');
  expect(lists.list('A')).toHaveLength(3);
  expect(lists.texts('A.member')).toEqual(['a', 'b', 'c']);
  expect(lists.texts('B')).toEqual(['y', 'z']);
  expect(
    form('T.1.K=a&T.1.V=b')
      .structures('T')
      .map((tag) => [tag.text('K'), tag.text('V')]),
  ).toEqual([['a', 'b']]);
});

test('a list whose member has no number is refused: it would be read as one without it', () => {
  for (const text of ['Id.first=i-1', 'Id.1=a&Id.member.1=b', `Id.${'9'.repeat(20)}=i-1`])
    expect(() => form(text).texts('Id')).toThrow('where the number of a member of a list is expected');
  expect(form('Id.999999999=i-1').texts('Id')).toEqual(['i-1']);
});

test('names of maps may be any', () => {
  const map = form('M.entry.1.key=__proto__&M.entry.1.value=x&M.entry.2.key=toString').map('M');
  expect(Object.entries(map)).toEqual([
    ['__proto__', 'x'],
    ['toString', ''],
  ]);
  expect(form('__proto__.1=x').texts('toString')).toEqual([]);
});

test('twenty thousand members are read, in less than the minutes that their square takes; more parameters than any request has are refused', () => {
  const many = form(Array.from({ length: 20_000 }, (_, n) => `T.${n + 1}.K=v`).join('&'));
  expect(many.structures('T').map((member) => member.text('K'))).toHaveLength(20_000);
  expect(() => form('a&'.repeat(60_000))).toThrow('at most 50000');
  expect(() => form('a.'.repeat(40))).toThrow('more than 32 parts');
});
