import type { Io } from '@groundcrew/cli';
import type { CostSource } from '@groundcrew/cost/model';
import type { ConnectionContext } from '../connection.ts';

/** What is needed to open a source. */
export type SourceContext = ConnectionContext & { readonly io: Pick<Io, 'environment' | 'now' | 'stderr'> };

/** A source, and the function that closes it. */
export interface SourceHandle {
  readonly source: CostSource;
  readonly close: () => void | Promise<void>;
}
