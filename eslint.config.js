/**
 * Types and boundaries. Formatting is prettier's. Arrows between packages point down only: see docs/decisions and the
 * test that breaks a boundary on purpose (tools/checks).
 */
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** What a layer may depend on, beside itself. */
const layers = {
  api: [],
  compile: [],
  create: [],
  data: [],
  testing: ['api'],
  model: ['api'],
  core: ['api', 'compile', 'testing'],
  runs: ['api', 'testing'],
  images: ['api', 'core', 'data', 'testing'],
  music: ['api', 'core', 'data', 'testing'],
  terminal: ['api', 'core', 'compile', 'runs', 'images', 'music', 'model', 'data', 'testing'],
  docs: ['api', 'core', 'images', 'music', 'model'],
  playground: ['api', 'core', 'compile', 'images', 'music', 'model', 'testing'],
  tools: [
    'api',
    'core',
    'compile',
    'runs',
    'images',
    'music',
    'model',
    'data',
    'testing',
    'terminal',
    'create',
  ],
};

/**
 * Floors inside a package, the lowest first: a folder may import what lies below it. Entries, which gather what the package
 * exports, lie above all of them and are imported by none.
 */
const floors = {
  'packages/core/src': [
    'declarations',
    'random',
    'model-spec',
    'engines',
    'files',
    'node',
    'ops',
    'likelihoods',
    'priors',
    'networks',
    'autoencoder',
    'objective',
    'functions',
    'latent-model',
    'metrics',
    'latent',
    'training',
    'admission',
    'export',
    'entries',
  ],
  'packages/api/src': ['errors', 'schemas', 'contracts', 'state', 'node', 'entries'],
  'packages/compile/src': [
    'ir',
    'passes',
    'tracer',
    'lowering',
    'onnx',
    'runtime',
    'tail',
    'node',
    'web',
    'entries',
  ],
  'packages/images/src': ['pictures', 'generated', 'recipes', 'datasets', 'entries'],
  'packages/runs/src': [
    'disk',
    'log',
    'lock',
    'checkpoints',
    'tensorboard',
    'run',
    'control',
    'follow',
    'writer',
    'entries',
  ],
  'packages/music/src': [
    'theory',
    'sequences',
    'chords',
    'notes',
    'attributes',
    'audio',
    'generated',
    'converters',
    'pictures',
    'models',
    'checkpoints',
    'music-vae',
    'training',
    'metrics',
    'datasets',
    'recipes',
    'entries',
  ],
};

const withoutTfjs = {
  group: ['@tensorflow/*'],
  message: 'tfjs stays inside @speil/core and @speil/core/tensor.',
};
const tfjsPackages = ['packages/core/src', 'packages/compile/src'];

/** One rule for each floor: no import from a floor above it. Options replace those of an earlier rule, so tfjs is named again. */
const floorRules = Object.entries(floors).flatMap(([root, list]) =>
  list.slice(0, -1).map((floor, index) => ({
    files: [`${root}/${floor}/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            ...(tfjsPackages.includes(root) ? [] : [withoutTfjs]),
            {
              regex: `^(\\.\\./)+(${list.slice(index + 1).join('|')})/`,
              message: `${floor} may import only the floors below it: ${list.slice(0, index).join(', ') || 'none'}.`,
            },
          ],
        },
      ],
    },
  })),
);

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/out',
      '**/out-tsc',
      '**/.next',
      '**/.vitepress/.temp',
      '**/.vitepress/cache',
      '**/node_modules',
      '**/test-results',
      '**/public',
      '**/next-env.d.ts',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          // A command loads a package when it runs (`--help` must not), and what it loads imports that package statically.
          checkDynamicDependenciesExceptions: ['@speil/**'],
          // A package's own import map (package.json, "imports"), and what finds browsers and serves sites for the journeys.
          allow: ['^#', '^(\\.\\./)+(?:(?:tools/)?(?:lib|release)/[a-z-]+|tools/serve)\\.mjs$'],
          depConstraints: Object.entries(layers).map(([layer, below]) => ({
            sourceTag: `layer:${layer}`,
            onlyDependOnLibsWithTags: [layer, ...below].map((name) => `layer:${name}`),
          })),
        },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // What a browser loads names no module of Node's.
    files: [
      'packages/api/src/**/*.ts',
      'packages/core/src/**/*.ts',
      'packages/images/src/{pictures,recipes,generated}/**/*.ts',
      'packages/images/src/entries/{index,recipes}.ts',
      'packages/music/src/{attributes,audio,checkpoints,chords,converters,generated,metrics,models,music-vae,notes,pictures,sequences,theory,training}/**/*.ts',
    ],
    ignores: [
      '**/node.ts',
      '**/src/node/**/*.ts',
      '**/src/testing/**/*.ts',
      '**/engines/{onnx,tfjs-node}/*.ts',
      '**/*.test.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*'],
              message: 'This file runs in browsers; Node parts live behind the /node sub-path.',
            },
          ],
        },
      ],
    },
  },
  {
    files: [
      'packages/api/**/*.ts',
      'packages/runs/**/*.ts',
      'packages/images/**/*.ts',
      'packages/music/**/*.ts',
      'apps/terminal/src/{commands,domains,files,models,training}/**/*.ts',
    ],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [withoutTfjs],
        },
      ],
    },
  },
  ...floorRules,
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/*.journey.ts', '**/src/testing/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
