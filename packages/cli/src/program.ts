import type { Command, CommandEntry, Example } from './command.ts';
import type { OptionDefaults } from './defaults.ts';
import type { GlobalOptions } from './global-options.ts';
import type { Io } from './io.ts';

/** A whole command-line program. */
export interface Program {
  /** As typed in a shell: `groundcrew`. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly commands: readonly CommandEntry[];
  /** The command groups, by the words before a command's last one: `inventory`, `tags`, `tags policy`. */
  readonly commandGroups: Readonly<Record<string, CommandGroup>>;
  readonly examples: readonly Example[];
  /** The least IAM policy that an invocation needs, for `--print-policy`; omitted: there is no such option. */
  readonly policyOf?: (invocation: PlannedInvocation) => Promise<{ readonly Statement: readonly unknown[] }>;
  /**
   * Defaults of the options of a command, as typed (`ec2 list`), from a file.
   *
   * @throws GroundcrewError `cli.usage` for an option that the command does not have
   */
  readonly defaultsOf?: (path: string, command: Command, io: Io) => Promise<OptionDefaults>;
  /** A sentence that helps with an error of a command, printed below it. */
  readonly hintOf?: (thrown: unknown, io: Io) => string | undefined;
}

/** What was typed, before anything is done. */
export interface PlannedInvocation {
  /** As typed: `inventory load`. */
  readonly command: string;
  /** Options, with their defaults, and arguments by name. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly global: GlobalOptions;
  readonly environment: Io['environment'];
}

export interface CommandGroup {
  /** One line, no full stop. */
  readonly summary: string;
  readonly examples: readonly Example[];
}
