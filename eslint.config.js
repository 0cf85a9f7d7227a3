import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import {defineConfig} from 'eslint/config';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Imports go one way: backend ← core ← criteria, datasets ← experiments ← reports ← cli. */
const MAY_IMPORT = {
  backend: [],
  core: ['backend'],
  criteria: ['backend', 'core'],
  datasets: ['backend', 'core'],
  experiments: ['backend', 'core', 'criteria', 'datasets'],
  reports: ['core', 'experiments'],
  cli: ['backend', 'core', 'criteria', 'datasets', 'experiments', 'reports']
};

const depConstraints = Object.entries(MAY_IMPORT).map(([layer, below]) => ({
  sourceTag: `layer:${layer}`,
  onlyDependOnLibsWithTags: [layer, ...below].map(name => `layer:${name}`)
}));

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Export by name: a default export has as many names as it has importers.'
};

const NO_ENUM = {selector: 'TSEnumDeclaration', message: 'Write a union of literals instead of an enum.'};

const NODE_GLOBALS = Object.fromEntries(
  ['Buffer', 'URL', 'clearInterval', 'clearTimeout', 'console', 'fetch', 'performance', 'process', 'setInterval']
    .concat(['AbortController', 'TextDecoder', 'TextEncoder', 'URLSearchParams', 'setTimeout', 'structuredClone'])
    .map(name => [name, 'readonly'])
);

export default defineConfig(
  {
    // What runs leave behind, but not the sources of that name.
    ignores: ['**/dist/**', '**/node_modules/**', '**/.nx/**', '**/runs/**', '!**/src/runs/**', 'reports/output/**']
  },
  {
    ignores: ['**/*.template']
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      // Numeric code indexes arrays within bounds that it has just computed; noUncheckedIndexedAccess asks for the mark.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true, allowBoolean: true}],
      '@typescript-eslint/no-confusing-void-expression': ['error', {ignoreArrowShorthand: true}],
      // A layer's configuration is an open record: config['units'] reads as what it is.
      '@typescript-eslint/dot-notation': 'off',
      // An interface is no TensorContainer: only type aliases have the index signature that tf.tidy asks for.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', {ignorePrimitives: true}],
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_', varsIgnorePattern: '^_'}]
    }
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {globals: NODE_GLOBALS}
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {sourceType: 'commonjs', globals: {__dirname: 'readonly', __filename: 'readonly'}}
  },
  {
    files: ['**/*.{ts,js,mjs,cjs}'],
    plugins: {'@nx': nx},
    rules: {
      '@nx/enforce-module-boundaries': ['error', {allow: [], enforceBuildableLibDependency: false, depConstraints}],
      'no-restricted-properties': [
        'error',
        {object: 'Math', property: 'random', message: 'Every random step takes a seed.'}
      ],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_ENUM],
      eqeqeq: ['error', 'smart']
    }
  },
  {
    // Tool configuration: loaded by its tool, which asks for a default export, and outside every tsconfig.
    files: ['**/*.config.{ts,js}', 'vitest.shared.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {'no-restricted-syntax': ['error', NO_ENUM], '@nx/enforce-module-boundaries': 'off'}
  },
  prettier
);
