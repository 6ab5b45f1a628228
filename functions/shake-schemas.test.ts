import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { markPure } from './shake-schemas.ts';

const source = `
const _a = "a";
const registry = [];
export var Failure$ = [-3, _a, "Failure", 0, [], []];
registry.push(Failure$);
export var Used$ = [3, _a, "Used",
    0,
    [[1, { [_a]: \`x];\`,
        [_a + 1]: _a }]]
];
var Inner = [3, _a, "Inner", { [_a]: 1 }];
export var Unused$ = [3, _a, "Unused", 0, [() => Inner, { [_a]: 2 }]];
export const registries = registry;
`;

/** The code that is left of `code` if only one of its shapes is used. */
async function bundled(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: 'import { Used$, registries } from "schemas"; console.log(Used$, registries);' },
    bundle: true,
    write: false,
    format: 'esm',
    plugins: [
      {
        name: 'source',
        setup(given) {
          given.onResolve({ filter: /^schemas$/ }, () => ({ path: 'schemas', namespace: 'source' }));
          given.onLoad({ filter: /.*/, namespace: 'source' }, () => ({ contents: code }));
        },
      },
    ],
  });
  return outputFiles[0]!.text;
}

test('the shapes are unchanged', async () => {
  const read = async (code: string): Promise<Record<string, unknown>> =>
    await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const plain = ({ Unused$, ...rest }: Record<string, unknown>) => ({ ...rest, unused: String(Unused$) });

  expect(plain(await read(markPure(source)))).toEqual(plain(await read(source)));
});

test('an unused shape is left out, with those that only it uses', async () => {
  expect(await bundled(source)).toContain('"Inner"');

  const left = await bundled(markPure(source));

  expect(left).not.toMatch(/Inner|Unused/);
  expect(left).toContain('"Used"');
  expect(left).toContain('registry.push(Failure$)');
});

test('line numbers are unchanged, for source maps', () => {
  expect(markPure(source).split('\n')).toHaveLength(source.split('\n').length);
});

test('code of another form is unchanged', () => {
  const other = 'export var a = make([1]);\nexport const list = [1];\nexport var b = { c: [1] };\n';
  expect(markPure(other)).toBe(other);
});
