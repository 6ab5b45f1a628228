// A symbol of the process: the functions' bundles may have this module twice.
const SESSION = Symbol.for('groundcrew.aws-core.session');

/**
 * Attaches to an error of a request whether it was signed with a session token. `RequestExpired` is the answer to a session
 * that has ended as well as to a wrong clock, and keys without a token have no session.
 */
export function attachSession(error: unknown, hasSession: boolean): void {
  if (typeof error === 'object' && error !== null)
    Reflect.defineProperty(error, SESSION, { value: hasSession });
}

/** What {@link attachSession} attached; `undefined`: not known. */
export function attachedSession(error: object): boolean | undefined {
  return (error as { readonly [SESSION]?: boolean })[SESSION];
}
