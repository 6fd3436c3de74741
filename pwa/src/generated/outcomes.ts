// Written by `python -m server.generate` from sync/outcome.py, sync/kinds.py and sync/op.py; never edited.

export const PARKED = ["out-of-scope", "office-field", "role", "unknown-type", "unknown-field", "unknown-choice", "revoked", "group", "closed"] as const;
export const REFUSED = ["bad-json", "bad-encoding", "bad-shape", "bad-base", "bad-key", "bad-number", "bad-text", "bad-value", "too-long", "too-deep", "duplicate-key", "immutable", "misplaced"] as const;

export type ParkedCode = (typeof PARKED)[number];
export type RefusedCode = (typeof REFUSED)[number];

export const LINE_MAX = 200;
export const TEXT_MAX = 10000;
export const LONG_TEXT_MAX = 200000;
export const OP_SET_MAX = 400000;
export const LINE_BYTES_MAX = 524288;
export const BASES_MAX = 64;
export const PATHS_MAX = 400;
export const DEPTH_MAX = 32;
