/** What is used of the global of this name, which the types of Node leave out; `node --jitless` has none. */
interface WebAssemblyGlobal {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}

/** An instance of a small WebAssembly module, with its own memory; undefined where the platform runs none. */
export function instantiate<Exports extends object>(base64: string): Exports | undefined {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyGlobal };
  if (WebAssembly === undefined) return undefined;
  const module = new WebAssembly.Module(Buffer.from(base64, 'base64'));
  return new WebAssembly.Instance(module).exports as Exports;
}
