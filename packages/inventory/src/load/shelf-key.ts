/** One text for a shelf: the length distinguishes "ab" + "c" from "a" + "bc". */
export function keyOfShelf({ store, item }: { readonly store: string; readonly item: string }): string {
  return `${store.length} ${store}${item}`;
}
