import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { leastPolicy, type PolicyDocument } from '@groundcrew/permissions/least-policy';
import { expect, test } from 'vitest';

const page = readFileSync(resolve(import.meta.dirname, '../docs/tags.md'), 'utf8');
const [readOnly, changing] = [...page.matchAll(/^```json\n(\{\n {2}"Version"[\s\S]*?)^```/gm)].map(
  ([, text]) => actionsOf(JSON.parse(text!) as PolicyDocument),
);

function actionsOf({ Statement }: PolicyDocument): string[] {
  return Statement.flatMap(({ Action }) => Action);
}

/** What a command needs, without the call that needs no permission. */
function neededBy(command: string, values: Readonly<Record<string, unknown>>): string[] {
  const actions = actionsOf(leastPolicy({ command, values, region: 'us-east-1' }));
  return actions.filter((action) => action !== 'sts:GetCallerIdentity').toSorted();
}

test.each(['tags audit', 'tags plan'])('the read-only statement of docs/tags.md is that of %s', (command) => {
  expect(readOnly?.toSorted()).toEqual(neededBy(command, { regions: 'all' }));
});

test('the statements of docs/tags.md are enough for an apply and its undo, and nothing in the second is left over', () => {
  const needed = ['tags apply', 'tags undo'].flatMap((command) => neededBy(command, { apply: true }));

  expect(needed.filter((action) => !readOnly?.includes(action) && !changing?.includes(action))).toEqual([]);
  expect(changing?.filter((action) => !needed.includes(action))).toEqual([]);
});
