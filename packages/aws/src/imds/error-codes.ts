import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'imds.bad-answer': {
    meaning:
      'What responds at the endpoint is not an instance metadata service: not HTTP, a redirect, an HTML page, a malformed token or an unknown status.',
    action: 'Check `AWS_EC2_METADATA_SERVICE_ENDPOINT`.',
  },
  'imds.disabled': {
    meaning:
      'The metadata service is disabled for this instance (`HttpEndpoint=disabled`): it responds 403 to everything.',
    action: '`aws ec2 modify-instance-metadata-options --instance-id INSTANCE_ID --http-endpoint enabled`',
  },
  'imds.endpoint.invalid': {
    meaning: 'The endpoint of the metadata service is not a valid URL.',
    action: 'Correct the option or `AWS_EC2_METADATA_SERVICE_ENDPOINT`; the message quotes it.',
  },
  'imds.forbidden': {
    meaning:
      'One path is refused (403), and others are not: by a proxy or a firewall in front of the service.',
    action: 'Read the rest, or have the proxy allow the path.',
  },
  'imds.hop-limit': {
    meaning:
      'The service responds, but not to the request for a token: its response may travel one network hop, and a container is two away.',
    action:
      '`aws ec2 modify-instance-metadata-options --instance-id INSTANCE_ID --http-put-response-hop-limit 2`',
  },
  'imds.not-an-instance': {
    meaning: "Nothing listens at the address of the metadata service, or a service other than EC2's.",
    action:
      'Run it on an instance; in an IPv6-only subnet set `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6`.',
  },
  'imds.not-text': {
    meaning: 'A value that is not UTF-8 was requested as text.',
    action: 'Read it as bytes.',
  },
  'imds.path.invalid': {
    meaning: 'A metadata path has `..`, `?`, `#`, `%` or a control character, or is a whole URL.',
    action: 'Write the path below `/latest/`: `meta-data/placement/region`.',
  },
  'imds.proxied': {
    meaning:
      'What responds in place of the service issues no tokens (403) and returns values without: a proxy for pods.',
    action: 'Reach the service itself, or pass `--allow-imdsv1` if the proxy is trusted.',
  },
  'imds.setting.invalid': {
    meaning: 'A setting of the metadata client is out of range.',
    action: 'Correct the option or environment variable that the message quotes.',
  },
  'imds.slow': {
    meaning: 'The service accepted the connection, and did not respond in time.',
    action: 'Set `AWS_METADATA_SERVICE_TIMEOUT=5` (seconds) or `AWS_METADATA_SERVICE_NUM_ATTEMPTS=3`.',
  },
  'imds.switched-off': {
    meaning: '`AWS_EC2_METADATA_DISABLED` is `true`, so nothing was requested.',
    action: 'Unset it.',
  },
  'imds.token-refused': {
    meaning: 'The request for a token, or a token that was just issued, was refused (400, 401, 403).',
    action:
      'Reach the service directly (`NO_PROXY=169.254.169.254`): tokens are refused to proxies that add `X-Forwarded-For`.',
  },
  'imds.too-long': {
    meaning: 'A response is longer than 1 MiB, which is not a value of EC2.',
    action: 'Check `AWS_EC2_METADATA_SERVICE_ENDPOINT`.',
  },
  'imds.unavailable': {
    meaning:
      'The service responded 429 or 5xx, truncated its response or stopped responding, also when retried.',
    action: 'Try again in a moment, or with more `--attempts`.',
  },
  'imds.v1-only': {
    meaning: 'The service issues no tokens (404, 405) and returns values without: IMDSv1.',
    action: 'Pass `--allow-imdsv1` if the service is trusted.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
