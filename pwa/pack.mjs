/** After the build: each file that packs, once more as `.br` and `.gz`, so that the server sends it small without any work. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const PACKS = /\.(js|css|html|svg|json|geojson|webmanifest)$/;
const dist = fileURLToPath(new URL("dist/", import.meta.url));

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !PACKS.test(entry.name)) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const raw = readFileSync(path);
  for (const [ending, packed] of [[".br", brotliCompressSync(raw)], [".gz", gzipSync(raw, { level: 9 })]]) {
    if (packed.length < raw.length) writeFileSync(path + ending, packed);
  }
}
