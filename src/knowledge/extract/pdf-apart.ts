import { Worker } from 'node:worker_threads';
import type { Extracted, OnProgress } from './document.ts';
import { DocumentError, type DocumentErrorCode, type DocumentErrorDetails } from './errors.ts';

/** A page of text takes milliseconds; a file that is still at the same page after this long is no guideline. */
const PATIENCE_MS = 30_000;
/** For the parser's objects. What it unpacks lies outside of this, and is held in check by time alone. */
const HEAP_MB = 1024;

export type FromWorker =
  | { progress: Parameters<OnProgress>[0] }
  | { done: Extracted }
  | { refused: { code: DocumentErrorCode; details: DocumentErrorDetails } };

/**
 * `pdfDocument` in a thread of its own, which is ended when it makes no headway: a few kilobytes of PDF can unpack to gigabytes, and the library
 * can't be stopped from within. Throws DocumentError as `pdfDocument` does, and too_slow.
 */
export function pdfApart(
  file: string,
  bytes: Uint8Array,
  onProgress?: OnProgress,
  patienceMs: number = PATIENCE_MS,
): Promise<Extracted> {
  const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
    workerData: { file, bytes },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    // Its warnings are about drawing, and nobody reads them.
    stderr: true,
    stdout: true,
  });
  return new Promise<Extracted>((resolve, reject) => {
    const tooSlow = () => reject(new DocumentError('too_slow', { file }));
    let patience = setTimeout(tooSlow, patienceMs);
    worker.on('message', (message: FromWorker) => {
      clearTimeout(patience);
      if ('progress' in message) {
        patience = setTimeout(tooSlow, patienceMs);
        onProgress?.(message.progress);
      } else if ('done' in message) resolve(message.done);
      else reject(new DocumentError(message.refused.code, message.refused.details));
    });
    worker.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new DocumentError('too_slow', { file }, { cause })
          : new DocumentError('damaged', { file, reason: 'pdf' }, { cause }),
      ),
    );
    worker.once('exit', () => reject(new DocumentError('damaged', { file, reason: 'pdf' })));
  }).finally(() => worker.terminate());
}
