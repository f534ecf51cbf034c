import type { Staging, StagingRequest } from '../../spi/engine.js';
import type { EngineThread } from './engine-thread.js';

/** Opens a staging table in the engine's thread. */
export async function openStaging(thread: EngineThread, { onProgress, ...request }: StagingRequest): Promise<Staging> {
  const { table } = request;
  const progress = onProgress === undefined ? {} : { onProgress: (rows: number) => onProgress({ rows }) };
  await thread.ask('openStaging', request);
  return {
    take: (channel) => thread.ask('takeBatches', { table, channel }, { transfer: [channel.port], ...progress }),
    finish: () => thread.ask('finishStaging', { table }, progress),
    abort: async () => {
      // The engine's close has aborted it as well.
      await thread.ask('abortStaging', { table }).catch(() => {});
    },
  };
}
