/** Where a tool is that not everybody has; or why it is missing, and its tests are skipped. */
export type Prepared =
  | { readonly path: string; readonly missing?: undefined }
  | { readonly missing: string; readonly path?: undefined };
