import type { DynamoDBClient } from '@groundcrew/aws/dynamodb';
import type { S3Client } from '@groundcrew/aws/s3';
import type { SNSClient } from '@groundcrew/aws/sns';
import type { OptionSpecs } from '@groundcrew/cli';
import type { DuplicatePolicy } from '@groundcrew/inventory/duplicates';
import type { FullSettings } from '@groundcrew/inventory/full';
import type { StockFileSettings } from '@groundcrew/inventory/stock-file';
import type { Language } from '@groundcrew/report/messages';
import type { InternalsSource } from './internals/internals.ts';
import type { ReportSource } from './reports/report-commands.ts';
import type { ShelfChange } from './shelves/shelf-feed.ts';

/** Whose account the console shows. */
export interface ConsoleAccount {
  readonly accountId: string;
  readonly region: string;
  /** Whether it is the embedded AWS of this process. */
  readonly isLocal: boolean;
}

/** A message as it was published to the topic of the alerts. */
export interface PublishedAlert {
  readonly atMs: number;
  readonly subject: string;
  readonly message: string;
}

/** Values of a command's options, as its handler gets them. */
export type OptionValuesByName = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

/** The inventory flow that the console is a window on. */
export interface InventorySource {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly table: string;
  readonly ledgerTable: string;
  /** Bucket of rejects; files that the console loads are kept there too, as the bucket of stock files has a function on it. */
  readonly rejectsBucket: string;
  readonly topicArn: string;
  /** Changes of the table as they happen; without it, the table is read every `refreshMs` while a page is open. */
  readonly watch?: (listener: (change: ShelfChange) => void) => () => void;
  readonly refreshMs: number;
  /** What was published, where that can be seen without a subscription. */
  readonly published?: () => readonly PublishedAlert[];
  /** The command that loads a file: its options, and what they are to the reader. */
  readonly load: {
    readonly options: OptionSpecs;
    readonly read: (values: OptionValuesByName) => {
      readonly settings: StockFileSettings;
      readonly duplicates: DuplicatePolicy | undefined;
      /** Absent: The file has nothing on shelves that it does not name. */
      readonly full?: (FullSettings & { readonly isConfirmed: boolean }) | undefined;
    };
  };
}

export interface ConsoleOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Default: random. */
  readonly token?: string;
  /** Default: that of the browser. */
  readonly language?: Language | undefined;
  /** Whether anything may be changed. */
  readonly allowChanges: boolean;
  readonly account: ConsoleAccount;
  readonly inventory: InventorySource;
  /** Commands whose reports the pages show; without it, there are no such pages. */
  readonly reports?: ReportSource;
  /** Of the embedded AWS; without it, there is no page under the hood. */
  readonly internals?: InternalsSource;
  /** The client script, bundled. */
  readonly script: string;
  readonly version: string;
  /** Most shelves in memory; default: 250,000, about 60 MB. */
  readonly maxShelves?: number;
  readonly now: () => number;
  /** Called for errors that no page shows whole. */
  readonly onError?: (error: unknown) => void;
}

/** A running console. */
export interface Console {
  /** `http://127.0.0.1:4580/?token=…` */
  readonly address: string;
  readonly port: number;
  /** Something happened that pages show. */
  readonly notify: (topic: 'loads' | 'alerts' | 'rejects' | 'internals') => void;
  close(): Promise<void>;
}
