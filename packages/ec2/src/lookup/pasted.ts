import type { LookupKind } from './question.ts';

/** What a pasted text means: a plainer text, and what else it contains. */
export interface Pasted {
  readonly text: string;
  readonly kind?: LookupKind;
  readonly region?: string;
  /** Of an ARN. */
  readonly accountId?: string;
}

/** A text that is certainly not a name, and names no instance; why, and what to do. */
export interface Refused {
  readonly refused: string;
}

export type Reading = Pasted | Refused;
