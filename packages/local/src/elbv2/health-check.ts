import type { Form } from '../form.ts';
import { validationError } from './errors.ts';
import type { HealthCheck } from './model.ts';
import { booleanOf, choiceOf, numberOf } from './parameters.ts';

const protocols = ['HTTP', 'HTTPS', 'TCP'] as const;

/**
 * The health check of a target group: what a request sets, over what it had.
 *
 * Defaults: "CreateTargetGroup" of the API reference, its request parameters and its first example (a timeout of 5 s for
 * HTTP, which the text has as 6).
 *
 * @param before of the group that is changed; `undefined`: it is new
 * @throws AwsError `ValidationError`
 */
export function readHealthCheck(
  form: Form,
  { protocol, targetType }: { readonly protocol: string | undefined; readonly targetType: string },
  before?: HealthCheck,
): HealthCheck {
  const isLambda = targetType === 'lambda';
  const isApplication = isLambda || protocol === 'HTTP' || protocol === 'HTTPS';
  const checked =
    choiceOf(form, 'HealthCheckProtocol', protocols) ??
    before?.HealthCheckProtocol ??
    (protocol === 'HTTPS' ? 'HTTPS' : isApplication ? 'HTTP' : 'TCP');
  if (isApplication && checked === 'TCP')
    throw validationError(
      `Health check protocol 'TCP' is not supported for target groups with protocol '${protocol}'`,
    );
  const enabled = booleanOf(form, 'HealthCheckEnabled') ?? before?.HealthCheckEnabled ?? !isLambda;
  if (!enabled && !isLambda)
    throw validationError(
      `Health check enabled must be true for target groups with target type '${targetType}'`,
    );
  const isHttp = checked !== 'TCP';
  const interval = numberOf(form, 'HealthCheckIntervalSeconds', 5, 300) ?? before?.HealthCheckIntervalSeconds;
  const timeout = numberOf(form, 'HealthCheckTimeoutSeconds', 2, 120) ?? before?.HealthCheckTimeoutSeconds;
  const check = {
    HealthCheckEnabled: enabled,
    HealthCheckProtocol: checked,
    HealthCheckPort: readPort(form) ?? before?.HealthCheckPort ?? 'traffic-port',
    HealthCheckIntervalSeconds: interval ?? (isLambda ? 35 : 30),
    HealthCheckTimeoutSeconds: timeout ?? (isLambda ? 30 : isApplication ? 5 : checked === 'HTTP' ? 6 : 10),
    HealthyThresholdCount:
      numberOf(form, 'HealthyThresholdCount', 2, 10) ?? before?.HealthyThresholdCount ?? 5,
    UnhealthyThresholdCount:
      numberOf(form, 'UnhealthyThresholdCount', 2, 10) ??
      before?.UnhealthyThresholdCount ??
      (isLambda ? 5 : 2),
  };
  if (check.HealthCheckTimeoutSeconds >= check.HealthCheckIntervalSeconds && isApplication)
    throw validationError(
      `Health check timeout '${check.HealthCheckTimeoutSeconds}' must be smaller than the interval '${check.HealthCheckIntervalSeconds}'`,
    );
  if (!isHttp) return check;
  return {
    ...check,
    HealthCheckPath: readPath(form) ?? before?.HealthCheckPath ?? '/',
    Matcher: readMatcher(form) ?? before?.Matcher ?? { HttpCode: isApplication ? '200' : '200-399' },
  };
}

function readPort(form: Form): string | undefined {
  const text = form.text('HealthCheckPort');
  if (text === undefined || text === 'traffic-port') return text;
  numberOf(form, 'HealthCheckPort', 1, 65_535);
  return text;
}

function readPath(form: Form): string | undefined {
  const path = form.text('HealthCheckPath');
  if (path === undefined) return undefined;
  if (path.startsWith('/') && path.length <= 1024) return path;
  throw validationError(`Health check path '${path}' must begin with a '/' character`);
}

function readMatcher(form: Form): HealthCheck['Matcher'] | undefined {
  const [http, grpc] = [form.text('Matcher.HttpCode'), form.text('Matcher.GrpcCode')];
  if (http === undefined && grpc === undefined) return undefined;
  const codes = http ?? grpc ?? '';
  if (!/^\d{1,3}(-\d{1,3})?(,\d{1,3}(-\d{1,3})?){0,200}$/.test(codes))
    throw validationError(`Health check matcher '${codes}' must be codes, as 200,202 or 200-299`);
  return { ...(http !== undefined && { HttpCode: http }), ...(grpc !== undefined && { GrpcCode: grpc }) };
}
