import { builtFunctions } from '@groundcrew/functions/built';
import { mergeStacks, type StackManifest } from '@groundcrew/lambda';
import { type LocalAws, type LocalOptions, startLocal } from '@groundcrew/local';

/** Builds the functions of stacks where their sources have changed, and starts the embedded AWS with the stacks in it. */
export async function startStacks(
  stacks: readonly StackManifest[],
  options: LocalOptions,
): Promise<LocalAws> {
  const stack = mergeStacks(stacks);
  const bundles = await builtFunctions(stack.functions.map(({ name }) => name));
  return await startLocal({ ...options, stack, bundles });
}
