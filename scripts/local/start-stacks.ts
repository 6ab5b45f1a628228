import { buildFunctions } from '@groundcrew/functions/build';
import { mergeStacks, type StackManifest } from '@groundcrew/lambda';
import { type LocalAws, type LocalOptions, startLocal } from '@groundcrew/local';

/** Builds the functions of stacks from their sources, and starts the embedded AWS with the stacks in it. */
export async function startStacks(
  stacks: readonly StackManifest[],
  options: LocalOptions,
): Promise<LocalAws> {
  const stack = mergeStacks(stacks);
  const bundles = await buildFunctions({ functions: stack.functions.map(({ name }) => name) });
  return await startLocal({ ...options, stack, bundles });
}
