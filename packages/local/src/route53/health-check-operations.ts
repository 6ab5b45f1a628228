import type { ZoneContext, ZoneOperation } from './context.ts';
import { invalidInput, noSuchHealthCheck } from './errors.ts';

// "ListHealthChecks": of more than that, the first are returned.
const MAX_CHECKS = 1000;

/** The health checks of an account, which are none: they cannot be made here. */
export function createHealthCheckOperations({
  tokens,
}: Pick<ZoneContext, 'tokens'>): Readonly<Record<string, ZoneOperation>> {
  return {
    ListHealthChecks: {
      method: 'GET',
      path: /^\/2013-04-01\/healthcheck\/?$/,
      act({ request: { query }, caller, operation }) {
        const [size, marker] = [query.get('maxitems') ?? String(MAX_CHECKS), query.get('marker')];
        if (!/^\d{1,9}$/.test(size) || Number(size) < 1)
          throw invalidInput(`The maximum of items '${size}' is not a positive whole number`);
        if (marker !== null) tokens.read(JSON.stringify([operation, caller.accountId]), marker);
        return {
          elements: {
            HealthChecks: { HealthCheck: [] },
            Marker: '',
            IsTruncated: false,
            MaxItems: Math.min(Number(size), MAX_CHECKS),
          },
        };
      },
    },

    GetHealthCheckStatus: {
      method: 'GET',
      path: /^\/2013-04-01\/healthcheck\/([^/]+)\/status\/?$/,
      resourceOf: (id) => `arn:aws:route53:::healthcheck/${id}`,
      act({ id }) {
        throw noSuchHealthCheck(id);
      },
    },
  };
}
