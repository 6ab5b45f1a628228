/**
 * The path of a member that an object of a JSON text has twice: `JSON.parse` takes the last one silently. The text has to be
 * valid JSON. `undefined`: there is none.
 */
export function findDuplicateMember(text: string): string | undefined {
  const open: { readonly names: Set<string> | undefined; step: string }[] = [];
  for (const [token, , after] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\],]/g)) {
    const top = open.at(-1);
    if (token === '{') open.push({ names: new Set(), step: '' });
    else if (token === '[') open.push({ names: undefined, step: '[0]' });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && top && !top.names) top.step = `[${Number(top.step.slice(1, -1)) + 1}]`;
    else if (after !== undefined && top?.names) {
      const name = JSON.parse(token.slice(0, token.length - after.length)) as string;
      top.step = `.${name}`;
      if (top.names.has(name))
        return open
          .map(({ step }) => step)
          .join('')
          .replace(/^\./, '');
      top.names.add(name);
    }
  }
  return undefined;
}
