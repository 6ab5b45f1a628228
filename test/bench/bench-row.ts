/** One measured figure. Ratios are against another row of the same run, so that noise of the machine cancels. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  /** `rows/s`, `rows/CPU-s`, `MiB`, `ms`, `KiB`, … */
  readonly unit: string;
  /** This value divided by that of `against`. */
  readonly ratio?: number;
  readonly against?: string;
  /** The figure that was asked for, in words: `≥ 1,000,000`, `≤ 1.3 ×`. */
  readonly target?: string;
  /** Whether the target is met; left out where there is none. */
  readonly met?: boolean;
}

export interface BenchOptions {
  /** A few seconds each, for CI: shows that the benchmark runs, not how fast the code is. */
  readonly short: boolean;
  /** For progress; standard error. */
  readonly printLine: (line: string) => void;
}

/** The middle of the values; the mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
