import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { endServer } from './postgres-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the one Postgres server of a run lives, once somebody has started it. */
    postgresFolder: string;
  }
}

export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-pg-'));
  project.provide('postgresFolder', folder);
  return () => endServer(folder);
}
