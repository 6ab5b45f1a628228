/** A malformed response. A retry may succeed, so it is `$retryable`. */
export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse';
  readonly $retryable = {};
}
