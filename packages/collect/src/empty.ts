/** One object for all resources without tags. */
export const noTags: Readonly<Record<string, never>> = Object.freeze({});
/** One object for all resources that inherit from nothing. */
export const noLinks: Readonly<Record<string, never>> = Object.freeze({});
