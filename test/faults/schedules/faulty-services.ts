import { GroundcrewError } from '@groundcrew/errors';
import type { ScheduleServices } from '@groundcrew/schedule/services';

/** The process that ran was killed at a call. */
export class Killed extends Error {}

export interface CallFaults {
  /** Called before and after each call of a service: throws what goes wrong with it. */
  onCall(): void;
}

export function throttled(): GroundcrewError {
  const cause = Object.assign(new Error('slow down'), {
    name: 'RequestLimitExceeded',
    $metadata: { httpStatusCode: 503 },
  });
  return new GroundcrewError('aws-ec2.start-instances-failed', 'throttled', {
    cause,
    details: { awsError: 'RequestLimitExceeded' },
  });
}

/** Services that a seed interrupts, before a call and after it was carried out. */
export function withFaults(services: ScheduleServices, { onCall }: CallFaults): ScheduleServices {
  const wrapped = <Service extends object>(service: Service): Service =>
    new Proxy(service, {
      get(target, name, receiver) {
        const found: unknown = Reflect.get(target, name, receiver);
        if (typeof found !== 'function') return found;
        return (...args: unknown[]) => {
          // A call that is made in an async function: what is thrown here rejects it, before it was sent.
          onCall();
          const result: unknown = (found as (...given: unknown[]) => unknown).apply(target, args);
          return result instanceof Promise ? interrupted(result, onCall) : result;
        };
      },
    });
  return {
    ec2For: (...place) => wrapped(services.ec2For(...place)),
    rdsFor: (...place) => wrapped(services.rdsFor(...place)),
    autoScalingFor: (...place) => wrapped(services.autoScalingFor(...place)),
  };
}

/** What is thrown here is thrown after the call was carried out. */
async function interrupted<T>(call: Promise<T>, onCall: () => void): Promise<T> {
  const result = await call;
  onCall();
  return result;
}
