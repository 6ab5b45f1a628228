import type { CallOptions, SendOptions } from './call.ts';

type InstanceOf<Class> = Class extends new (...args: never) => infer Instance ? Instance : never;
type InputOf<Class> = InstanceOf<Class> extends { readonly input: infer Input } ? Input : never;
type OutputOf<Class> =
  InstanceOf<Class> extends {
    resolveMiddleware(
      stack: never,
      configuration: never,
      options: never,
    ): (args: never) => Promise<infer Answer>;
  }
    ? Answer extends { readonly output: infer Output }
      ? Output
      : never
    : never;

/** Functions over commands, by the names of their operations. */
export type Operations<Commands> = {
  readonly [Name in keyof Commands]: (
    input: InputOf<Commands[Name]>,
    options?: CallOptions,
  ) => Promise<OutputOf<Commands[Name]>>;
};

/**
 * A function for each command.
 *
 * @param send makes one call of it; the name is that of the operation, `CreateVpc`
 */
export function createOperations<Commands extends Readonly<Record<string, unknown>>>(
  commands: Commands,
  send: (name: string, command: object, options: CallOptions) => Promise<unknown>,
): Operations<Commands> {
  const entries = Object.entries(commands).map(([name, Class]) => [
    name,
    (input: object, options: CallOptions = {}) =>
      send(name, new (Class as new (input: object) => object)(input), options),
  ]);
  return Object.fromEntries(entries) as Operations<Commands>;
}

/** The `send` of any client, for commands of its own. */
export type AnySend = (command: object, options: SendOptions) => Promise<unknown>;
