import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from '../../core/failure.js';
import { engineOperations } from './engine-operations.js';
import type { AnswerOf, OperationName, Request, Response } from './messages.js';
import type { DuckDbOptions } from './options.js';

const main = parentPort!;
const handlers = engineOperations(workerData as DuckDbOptions);

async function answer<K extends OperationName>({ id, operation, parameters }: Request<K>): Promise<void> {
  const respond = (response: Response) => main.postMessage(response);
  try {
    const value: AnswerOf<K> = await handlers[operation](parameters, (rows) => respond({ id, type: 'progress', rows }));
    respond({ id, type: 'answer', value });
  } catch (error) {
    respond({ id, type: 'failure', failure: toFailure(error) });
  }
  // The thread must not be terminated from outside while DuckDB works; it ends by having nothing left to wait for.
  if (operation === 'close') main.close();
}

main.on('message', (request: Request) => void answer(request));
