import { defineConfig } from "vitest/config";

// Apart from vite.config.ts: the tests of the engine and the store need neither Svelte nor a service worker.
// How long a test takes says nothing: speed is bound in the benches.
export default defineConfig({
  test: { environment: "node", include: ["src/**/*.test.ts"], maxWorkers: 2, testTimeout: 60_000 },
});
