import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';

/**
 * A handler that fails is a defect of ours: it is named in the log and the editor gets an empty answer, never an
 * error popup. An answer that nobody waits for any more is not sent.
 */
export function guarded<Params, Answer>(
  name: string,
  log: (message: string) => void,
  empty: Answer,
  handle: (params: Params, token: CancellationToken) => Promise<Answer>,
): (params: Params, token: CancellationToken) => Promise<Answer | ResponseError<never>> {
  return async (params, token) => {
    let answer = empty;
    try {
      if (!token.isCancellationRequested) answer = await handle(params, token);
    } catch (error) {
      log(`${name} failed: ${describe(error)}`);
    }
    if (!token.isCancellationRequested) return answer;
    return new ResponseError(LSPErrorCodes.RequestCancelled, 'The client no longer waits for this.');
  };
}

export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
