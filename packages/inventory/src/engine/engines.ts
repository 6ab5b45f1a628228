/**
 * What writes the rows of a load.
 *
 * - `function`: the code of the function, here or in Lambda, by requests of its own.
 * - `map`: many functions, started by a Distributed Map of Step Functions: a backfill.
 * - `bulk`: DynamoDB's bulk put, from lines in S3.
 */
export const engines = ['function', 'map', 'bulk'] as const;
export type Engine = (typeof engines)[number];
