import type { Span } from '../packets/index.ts';
import type { End } from './ends.ts';

/** Whether packets reach an end, and are answered. */
export interface Question {
  readonly from: End;
  readonly to: End;
  /** TCP if it is not given. Of ICMP, pings are asked about. */
  readonly protocol?: number | 'all';
  /** Not given: those of the load balancer's listeners, 443 of the internet, else all. */
  readonly ports?: Span<number>;
}
