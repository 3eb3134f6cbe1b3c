import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['node/**/*.test.ts', 'portal/**/*.test.ts', 'tests/**/*.test.ts', 'conformance/**/*.test.ts'],
    globalSetup: ['node/src/kernel/testing/global-setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
