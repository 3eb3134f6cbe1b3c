import { createRequire } from 'node:module';
import type * as CedarModule from '@cedar-policy/cedar-wasm/nodejs';

export type Cedar = typeof CedarModule;

const require = createRequire(import.meta.url);
const NAME = '@cedar-policy/cedar-wasm/nodejs';
let loaded: Cedar | undefined;

/** The policy engine, as WebAssembly with a memory of its own. */
export const cedar = (): Cedar => (loaded ??= require(NAME) as Cedar);

/**
 * Gives up an engine that has broken down: after a trap its memory can't be trusted, so whoever asks next gets a new one.
 * Policy sets kept in the old one are gone with it.
 */
export function renewCedar(broken: Cedar): void {
  if (loaded !== broken) return;
  delete require.cache[require.resolve(NAME)];
  loaded = undefined;
}
