import { fileURLToPath } from 'node:url';
import { listedActions } from '@groundcrew/iam/reference';
import { outputOf } from './command.ts';
import { hostEnvironment } from './env.ts';

export const tableFile = fileURLToPath(
  new URL('../../packages/iam/src/reference/authorization-table.json', import.meta.url),
);

/**
 * The text of the table: what the reference has on the listed actions.
 *
 * @throws Error naming actions that the reference does not have
 */
export async function makeAuthorizationTable(python: string): Promise<string> {
  const script = fileURLToPath(new URL('authorization_reference.py', import.meta.url));
  const output = await outputOf(python, [script], {
    env: hostEnvironment,
    stdin: JSON.stringify(listedActions),
  });
  const { unknown, source, ...table } = JSON.parse(output) as Readonly<Record<string, object>> & {
    readonly unknown: readonly string[];
    readonly source: string;
  };
  if (unknown.length > 0) throw new Error(`the reference has no action ${unknown.join(', ')}`);
  return `{\n"source": ${JSON.stringify(source)},\n${Object.entries(table).map(inLines).join(',\n')}\n}\n`;
}

/** A line for each entry, so that a change of the reference is readable. */
function inLines([name, entries]: readonly [string, object]): string {
  const lines = Object.entries(entries).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `${JSON.stringify(name)}: {\n${lines.join(',\n')}\n}`;
}
