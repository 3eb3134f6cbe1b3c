import { hash, randomBytes } from 'node:crypto';

/** Crockford's base 32, lower case: no i, l, o, u, so an identifier survives being read aloud. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 12;

/** The form of a resource's identifier: 12 characters, 60 bits. */
export const RESOURCE_ID = /^[0-9a-hjkmnp-tv-z]{12}$/;

function encode(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < LENGTH; i++) {
    const bit = i * 5;
    const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    out += ALPHABET[(pair >> (11 - (bit & 7))) & 31];
  }
  return out;
}

/**
 * The identifier of a resource first described by record `key` of `source`: the same on every node and at every
 * harvest, so that a catalogue lost and harvested anew keeps its addresses.
 */
export const identifierOf = (source: string, key: string): string => encode(hash('sha256', `${source}\0${key}`, 'buffer'));

/** An identifier for a resource that is described here first. */
export const newIdentifier = (): string => encode(randomBytes(8));

/** SHA-256 in hex of a value's canonical JSON (keys sorted): equal values, equal digests. */
export const digestOf = (value: unknown): string => hash('sha256', canonicalJson(value), 'hex');

/** JSON with object keys sorted and undefined left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = value as Record<string, unknown>;
  let out = '';
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field !== undefined) out += `${out === '' ? '{' : ','}${JSON.stringify(key)}:${canonicalJson(field)}`;
  }
  return out === '' ? '{}' : `${out}}`;
}
