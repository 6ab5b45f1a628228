/** A word of a header that is not ASCII (RFC 2047): S3 answers metadata in this form. */
const ENCODED_WORD_PATTERN = /=\?utf-8\?([bq])\?([^?]*)\?=/gi;

/** The sheet that an object's metadata name: `x-amz-meta-sheet`, by its name or its number. */
export function sheetOfMetadata(metadata: Readonly<Record<string, string>>): string | undefined {
  const sheet = metadata.sheet
    ?.replace(/\?=\s+=\?/g, '?==?')
    .replace(ENCODED_WORD_PATTERN, (_, form: string, text: string) => decodeWord(form, text))
    .trim();
  return sheet === '' ? undefined : sheet;
}

function decodeWord(form: string, text: string): string {
  if (form.toLowerCase() === 'b') return Buffer.from(text, 'base64').toString('utf8');
  const bytes = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
