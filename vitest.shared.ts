import {defineConfig, type ViteUserConfig} from 'vitest/config';

/** Settings that every package's tests share: sources instead of builds, one process a file, a result file to count. */
export const vitestConfig: ViteUserConfig = defineConfig({
  resolve: {conditions: ['espalier-source']},
  ssr: {resolve: {conditions: ['espalier-source']}},
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.long.test.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', ['json', {outputFile: 'test-results.json'}]]
  }
});
