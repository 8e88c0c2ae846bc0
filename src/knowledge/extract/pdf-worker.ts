import { parentPort, workerData } from 'node:worker_threads';
import { DocumentError } from './errors.ts';
import { pdfDocument } from './pdf.ts';
import type { FromWorker } from './pdf-apart.ts';

const { file, bytes } = workerData as { file: string; bytes: Uint8Array };
const say = (message: FromWorker) => parentPort?.postMessage(message);
try {
  say({ done: await pdfDocument(file, bytes, (progress) => say({ progress })) });
} catch (error) {
  const { code, details } =
    error instanceof DocumentError ? error : new DocumentError('damaged', { file, reason: 'pdf' });
  say({ refused: { code, details } });
}
