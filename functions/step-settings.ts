import type { createSettings } from '@groundcrew/lambda';

/** What both functions of a backfill need: the state machine calls them again when their time ran out. */
export interface StepSettings {
  readonly rejectsBucket: string;
  readonly checkpointEveryMs: number;
  /** How long before its deadline it stops, to be called again. */
  readonly reserveMs: number;
}

/**
 * - `REJECTS_BUCKET`: a name, required; the backfill has its own objects there.
 * - `CHECKPOINT_SECONDS`; `RESERVE_SECONDS` (60).
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readStepSettings(
  settings: ReturnType<typeof createSettings>,
  defaults: { readonly checkpointSeconds: number },
): StepSettings {
  const { checkpointSeconds } = defaults;
  return {
    rejectsBucket: settings.text('REJECTS_BUCKET'),
    checkpointEveryMs: settings.integer('CHECKPOINT_SECONDS', { min: 1, max: 300 }, checkpointSeconds) * 1000,
    reserveMs: settings.integer('RESERVE_SECONDS', { min: 0, max: 850 }, 60) * 1000,
  };
}

/**
 * Milliseconds until a function has to stop. Of a function with little time, as in tests, the reserve is a quarter.
 *
 * @param remainingMs until its deadline
 */
export function countdown({ reserveMs }: StepSettings, remainingMs: () => number): () => number {
  const reservedMs = Math.min(reserveMs, remainingMs() / 4);
  return () => remainingMs() - reservedMs;
}
