/**
 * Build of the tablet app.
 *
 * Nothing here may need an inline script or style: the page runs under the CSP of RELIABILITY 4.7 with Trusted Types. So no
 * module-preload polyfill, no data: URLs, no injected registration of the service worker (main.ts does it through the policy).
 * The worker of Argon2 has a name of its own (`assets/argon2-….js`), because the server answers it with another CSP.
 */
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

import { texts } from "./texts.mjs";

const manifest = {
  id: "/",
  name: "Явуулын танхим",
  short_name: "Явуул",
  lang: "mn",
  start_url: "/",
  scope: "/",
  display: "standalone" as const,
  theme_color: "#143F7D",
  background_color: "#F6F4EE",
  icons: [
    // Chrome on Android wants PNG before it offers to install; drawn once from the SVG beside them
    { src: "/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
    { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
    { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    { src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
    { src: "/icon-maskable.svg", sizes: "any", type: "image/svg+xml", purpose: "maskable" },
  ],
};

/** Leaflet asks whether SVG can be drawn by writing markup, which our policy refuses; every browser that we serve can. */
const leafletUnderPolicy = {
  name: "yavuul-leaflet",
  transform(code: string, id: string): string | null {
    if (!id.includes("leaflet-src.esm")) return null;
    const asked = "div.innerHTML = '<svg/>';";
    if (!code.includes(asked)) throw new Error("leaflet has changed: see leafletUnderPolicy");
    return code.replace(asked, "div.appendChild(svgCreate('svg'));");
  },
};

export default defineConfig({
  plugins: [
    texts(),
    leafletUnderPolicy,
    svelte(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src/sw",
      filename: "sw.ts",
      registerType: "prompt",
      injectRegister: false,
      manifest,
      injectManifest: { globPatterns: ["**/*.{js,css,html,svg,png,json,geojson,woff2,webmanifest}"] },
    }),
  ],
  build: { target: "chrome100", modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: true },
  resolve: { alias: [{ find: /^leaflet$/, replacement: "leaflet/dist/leaflet-src.esm.js" }] },
  optimizeDeps: { exclude: ["leaflet"] },
  worker: { format: "es", rollupOptions: { output: { entryFileNames: "assets/[name]-[hash].js" } } },
  server: { proxy: { "/api": "http://app.localhost:8000" } },
});
