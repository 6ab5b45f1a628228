/** The kinds of questions. */
export type LookupKind = 'id' | 'address' | 'dns-name' | 'name' | 'tags';

/** One validated question: texts are literal, not patterns. */
export type LookupQuestion =
  | {
      readonly by: Exclude<LookupKind, 'tags'>;
      /** In AWS's form: lower case except for names, IPv6 in its shortest form. */
      readonly value: string;
    }
  | {
      readonly by: 'tags';
      /** All of them have to be present, with exactly these values. At least one. */
      readonly tags: Readonly<Record<string, string>>;
    };

export const lookupKinds: readonly LookupKind[] = ['id', 'address', 'dns-name', 'name', 'tags'];
