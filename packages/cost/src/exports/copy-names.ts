import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';

/** A text in which temporary copies have the names that a user knows them by. */
export type NameIn = (text: string) => string;

/** An error whose message and details name copies as a user knows them; every other error unchanged. */
export function nameInError(error: unknown, nameIn: NameIn): unknown {
  if (!isGroundcrewError(error) || nameIn(error.message) === error.message) return error;
  const details = Object.entries(error.details).map(([key, value]) => [
    key,
    typeof value === 'string' ? nameIn(value) : value,
  ]);
  return new GroundcrewError(error.code, nameIn(error.message), {
    details: Object.fromEntries(details),
    cause: error,
  });
}
