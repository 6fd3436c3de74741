import { defineConfig } from "vitest/config";

// Apart from vite.config.ts: the tests of the engine and the store need neither Svelte nor a service worker.
export default defineConfig({
  test: { environment: "node", include: ["src/**/*.test.ts"], maxWorkers: 2 },
});
