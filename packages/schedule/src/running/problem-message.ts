/** A message of SNS holds 256 KB (API reference, "Publish"), and nobody reads as much. */
const MAX_BODY_BYTES = 100_000;

/** What the topic is sent: all problems, as far as they fit. */
export function problemMessage(problems: readonly string[]): {
  readonly subject: string;
  readonly body: string;
} {
  const count = problems.length;
  if (count === 0) {
    return {
      subject: 'Schedules: all problems are gone',
      body: 'Everything is where its schedule says.',
    };
  }
  const shown: string[] = [];
  let sizeBytes = 0;
  for (const problem of problems) {
    sizeBytes += Buffer.byteLength(problem) + 1;
    if (sizeBytes > MAX_BODY_BYTES) break;
    shown.push(problem);
  }
  const more = count - shown.length;
  if (more > 0) shown.push(`And ${more} more: the log of run-schedule has all.`);
  return { subject: `Schedules: ${count === 1 ? '1 problem' : `${count} problems`}`, body: shown.join('\n') };
}
