/** An answer that makes no sense. Another attempt may bring a whole one, which `$retryable` says to whoever retries. */
export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse';
  readonly $retryable = {};
}
