import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Names the folder of the Postgres server that whoever needs it first starts, and ends it.
    globalSetup: ['tests/support/postgres-run.ts'],
    // Limits against hanging, not measurements: a browser on a busy machine needs patience.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // All processors; the default leaves one idle, which is half of a small machine.
    maxWorkers: '100%',
  },
});
