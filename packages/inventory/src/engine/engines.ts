import { GroundcrewError } from '@groundcrew/errors';

/**
 * What writes the rows of a load.
 *
 * - `function`: the code of the function, here or in Lambda, by requests of its own.
 * - `map`: many functions, started by a Distributed Map of Step Functions.
 * - `bulk`: DynamoDB's bulk put, from lines in S3.
 */
export const engines = ['function', 'map', 'bulk'] as const;
export type Engine = (typeof engines)[number];

/**
 * Refuses an engine that this version does not have.
 *
 * @throws GroundcrewError `inventory.engine.not-available`
 */
export function checkAvailable(engine: Engine | undefined): void {
  if (engine !== 'map') return;
  throw new GroundcrewError(
    'inventory.engine.not-available',
    'the engine map is not part of this version: pass --engine function or --engine bulk',
  );
}
