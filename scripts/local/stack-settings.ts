import { orUsageError, usageError } from '@groundcrew/cli';
import { mergeStacks, type StackManifest } from '@groundcrew/lambda';
import { checkSettings } from '@groundcrew/local';

/**
 * The values of `--setting NAME=VALUE`, by their names.
 *
 * @param stacks those that run; without any there are no settings
 * @throws GroundcrewError `cli.usage`: not of that form, twice, without stacks, a name that no stack has, or a value that it refuses
 */
export function readStackSettings(
  words: readonly string[],
  stacks: readonly StackManifest[] | undefined,
): Readonly<Record<string, string>> {
  if (words.length === 0) return {};
  if (stacks === undefined) throw usageError('--setting is about the stacks; pass --stack, too');
  const settings = new Map<string, string>();
  for (const word of words) {
    const [, name, value] = /^([^=]+)=(.*)$/su.exec(word) ?? [];
    if (name === undefined || value === undefined) {
      throw usageError(`--setting ${JSON.stringify(word)} is not of the form NAME=VALUE: OrderGuard=item`);
    }
    if (settings.has(name)) throw usageError(`--setting ${name} is there twice; pass one value`);
    settings.set(name, value);
  }
  const values = Object.fromEntries(settings);
  orUsageError(() => checkSettings(mergeStacks(stacks), values));
  return values;
}
