/** What a resource is doing, as its service describes it. */
export interface Observed {
  readonly state: 'running' | 'stopped' | 'starting' | 'stopping' | 'gone';
  /** When it was started or stopped last, where the service returns it. */
  readonly sinceMs?: number;
  /** Its service changed it by itself: RDS starts what was stopped for seven days. No person meant it. */
  readonly byService?: true;
  /** When its service starts it by itself, while it is stopped. */
  readonly restartsAtMs?: number;
  /** It runs, and can't be changed now: the service's name of what it is doing, such as `backing-up`. */
  readonly busy?: string;
  /** It may be stopped while it starts, and the reverse. */
  readonly mayInterrupt?: true;
  /** Why it stopped by itself, as its service names it: the start that came before has failed. */
  readonly fault?: string;
}

export type ActionKind = 'start' | 'stop';

/** What is kept of a resource between two runs. All of it may be lost: runs then go by what is observed. */
export interface Memory {
  /** What was done last, and when. */
  readonly lastAction?: { readonly kind: ActionKind; readonly atMs: number };
  /** When it was last seen in the state that was wanted. */
  readonly reached?: { readonly wanted: 'on' | 'off'; readonly atMs: number };
  /** Attempts that failed since it was last as wanted. */
  readonly failure?: Failure;
  /** Since when its service throttles what is sent, or does not answer, as it names it: no failure of the resource. */
  readonly postponed?: { readonly kind: ActionKind; readonly name: string; readonly sinceMs: number };
  /** When its service starts it by itself, as it was described while it was stopped. */
  readonly restartsAtMs?: number;
  /** Of an Auto Scaling group: its sizes before it was stopped. Its tag has them too. */
  readonly sizes?: { readonly min: number; readonly desired: number; readonly max: number };
}

export interface Failure {
  readonly kind: ActionKind;
  /** The service's name of it: `InsufficientInstanceCapacity`. */
  readonly name: string;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}
