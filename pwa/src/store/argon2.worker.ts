/** Argon2id of a PIN, away from the page (hash-wasm, WebAssembly). One question, one answer; the page ends the worker. */
import { argon2id } from "hash-wasm";

import type { ArgonParams } from "../ports";

interface Question {
  secret: string;
  salt: Uint8Array;
  params: ArgonParams;
}

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  const { secret, salt, params } = data;
  const hash = await argon2id({
    password: secret,
    salt,
    memorySize: params.memory_kib,
    iterations: params.iterations,
    parallelism: params.parallelism,
    hashLength: 32,
    outputType: "binary",
  });
  self.postMessage(hash);
};
