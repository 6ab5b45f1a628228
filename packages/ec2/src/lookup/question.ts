/** What an instance can be looked up by. */
export type LookupKind = 'id' | 'address' | 'dns-name' | 'name' | 'tags';

/** One question, checked: texts are meant as they are, not as patterns. */
export type LookupQuestion =
  | {
      readonly by: Exclude<LookupKind, 'tags'>;
      /** As AWS writes it: small letters but for names, IPv6 in its shortest form. */
      readonly value: string;
    }
  | {
      readonly by: 'tags';
      /** All of them have to be there, with these very values. At least one. */
      readonly tags: Readonly<Record<string, string>>;
    };

export const lookupKinds: readonly LookupKind[] = ['id', 'address', 'dns-name', 'name', 'tags'];
