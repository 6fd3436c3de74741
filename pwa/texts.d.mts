import type { Plugin } from "vite";

export function readTexts(language: string): Record<string, string>;
export function writeTexts(): boolean;
export function texts(): Plugin;
