import type { Io } from '@groundcrew/cli';
import type { CostSource } from '@groundcrew/cost/model';
import type { ConnectionContext } from '../accounts/open-accounts.ts';

/** What opening a source takes. */
export type SourceContext = ConnectionContext & { readonly io: Pick<Io, 'environment' | 'now' | 'stderr'> };

/** A source, and how it is closed. */
export interface SourceHandle {
  readonly source: CostSource;
  readonly close: () => void | Promise<void>;
}
