/** What a worker is started with. */
export interface WorkerSettings {
  /** Folder of the function's code. */
  readonly directory: string;
  /** As Lambda has it: `index.handler`. */
  readonly handler: string;
  /** Folder in which Node keeps what it has compiled, for the next worker of the function. */
  readonly compileCache?: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** To the worker: one invocation. It is sent only when the one before has been answered. */
export interface InvokeMessage {
  readonly requestId: string;
  /** JSON */
  readonly payload: string;
  /** Milliseconds since 1970, by the machine's clock. */
  readonly deadline: number;
}

/** The answer to an invocation, or of a function that could not be loaded. */
export interface AnswerMessage {
  readonly type: 'result' | 'error';
  /** JSON */
  readonly payload: string;
}

/** From the worker. */
export type WorkerMessage = { readonly type: 'ready' } | AnswerMessage;
