import {mergeConfig} from 'vitest/config';
import {vitestConfig} from '../../vitest.shared.ts';

export default mergeConfig(vitestConfig, {
  test: {globalSetup: ['src/testing/build.ts'], testTimeout: 120_000, maxConcurrency: 2}
});
