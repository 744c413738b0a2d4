// Node's own type stripping keeps lines and columns, so no source maps are needed.
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tests/support/strip-types.js' },
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  globalSetup: '<rootDir>/tests/support/global-setup.ts',
  globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
  testTimeout: 30_000,
  maxWorkers: 2,
  // Modules loaded by --experimental-vm-modules are never given back: a worker that has grown is replaced between two suites.
  workerIdleMemoryLimit: '700MB',
};
