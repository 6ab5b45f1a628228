const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const BRACE = 0x7b;

/**
 * Whether lists and objects in a JSON text are nested deeper than `maximum`: what reads a value recursively would exhaust the stack.
 * Linear, without parsing: also for what is not JSON.
 */
export function isNestedDeeper(text: string, maximum: number): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (isQuoted) {
      if (unit === BACKSLASH) at++;
      else if (unit === QUOTE) isQuoted = false;
    } else if (unit === QUOTE) isQuoted = true;
    else if (unit === BRACKET || unit === BRACE) {
      if (++depth > maximum) return true;
    } else if (unit === BRACKET + 2 || unit === BRACE + 2) depth--;
  }
  return false;
}
