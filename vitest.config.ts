import { configDefaults, defineConfig } from 'vitest/config';

const slow = '**/*.slow.test.ts';

// `npm test` leaves out what takes long; `npm run test:all` (mode `all`) is everything.
export default defineConfig(({ mode }) => ({
  // Two copies of graphql would be two realms: every import must reach the same file.
  resolve: { alias: { graphql: 'graphql/index.js' } },
  test: {
    globalSetup: ['test/harness/global-setup.ts'],
    setupFiles: ['test/harness/every-file.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(mode === 'all' ? [] : [slow])],
    maxWorkers: '100%',
    // To load the schema, the clients and the embedded engine takes longer than most files: a worker does it once for all of its own.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}));
