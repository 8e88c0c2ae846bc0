import { createHash } from 'node:crypto';

/** SHA-256 as 64 small hexadecimal digits. */
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
