/** What a code means, and what to do about it: a line of Markdown each, as `docs/errors.md` shows them. */
export interface ErrorDeclaration {
  readonly meaning: string;
  readonly action: string;
}

/** All declared codes: each `error-codes.ts` adds its own by declaration merging. */
export interface DeclaredErrors {}

/**
 * A code that is declared in one of the `error-codes.ts` files; any text in a program without them, such as one
 * that uses the built packages.
 */
export type ErrorCode = [keyof DeclaredErrors] extends [never] ? string : keyof DeclaredErrors;

/**
 * Declares the codes of a package, once, in its `error-codes.ts`:
 *
 * ```ts
 * export const errorCodes = declareErrors({ 'plan.drift': { meaning: '…', action: '…' } });
 * declare module '@groundcrew/errors' {
 *   interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
 * }
 * ```
 *
 * The declaration makes the codes known to the type of `GroundcrewError`; at run time only the generator of
 * `docs/errors.md` imports such a file, so no bundle contains the text.
 */
export function declareErrors<const Codes extends Readonly<Record<string, ErrorDeclaration>>>(
  codes: Codes,
): Codes {
  return codes;
}

/** What `DeclaredErrors` is extended by: the codes alone, without their text. */
export type CodesOf<Codes> = { readonly [Code in keyof Codes]: true };
