/** A filter pattern that is malformed, or not supported here. */
export class PatternError extends Error {}
