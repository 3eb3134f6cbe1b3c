import type { DescriptionInput } from '../../catalogue/index.ts';
import { edamIn } from '../stated-identifiers.ts';
import { clip, isAddress } from '../text.ts';
import type { Entity, Value } from './read-entities.ts';
import { addressesOf, addressOf, entitiesOf, firstWord, valuesOf, wordOf } from './read-values.ts';

type Distribution = NonNullable<DescriptionInput['distributions']>[number];

const MEDIA_TYPE = /^[a-z]+\/[a-z0-9][a-z0-9.+_-]*(\s*;.*)?$/i;

/** EDAM format and media type among the values of `encodingFormat` or `fileFormat`: what is neither is a format by name. */
export function encodingOf(values: Value[]): { format?: string; mediaType?: string } {
  const out: { format?: string; mediaType?: string } = {};
  for (const value of values) {
    const stated = 'text' in value ? [value.text] : [value.entity.id ?? '', wordOf(value) ?? '', firstWord(value.entity, 'encodingFormat') ?? ''];
    for (const text of stated) {
      const edam = edamIn(text, 'format');
      if (edam) out.format = edam;
      else if (MEDIA_TYPE.test(text)) out.mediaType ??= text;
      else if (text !== '' && !isAddress(text) && text.length <= 300 && !text.startsWith('#')) out.format ??= text;
    }
  }
  return out;
}

const UNITS: Record<string, number> = { b: 1, byte: 1, bytes: 1, kb: 1e3, kib: 1024, mb: 1e6, mib: 1024 ** 2, gb: 1e9, gib: 1024 ** 3, tb: 1e12, tib: 1024 ** 4 };

/** Bytes of a stated size; one that is rounded ("1.2 MB") is no count of bytes. */
export function bytesOf(text: string | undefined): number | undefined {
  const [, number, unit = 'b'] = /^(\d+)\s*([a-z]*)$/i.exec(text?.trim() ?? '') ?? [];
  const factor = UNITS[unit.toLowerCase() || 'b'];
  const bytes = number === undefined || factor === undefined ? Number.NaN : Number(number) * factor;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

const DIGESTS = [
  ['sha512', 'sha-512', 128],
  ['sha256', 'sha-256', 64],
  ['sha1', 'sha-1', 40],
  ['md5', 'md5', 32],
] as const;

export function checksumOf(entity: Entity): Distribution['checksum'] {
  for (const [property, algorithm, length] of DIGESTS) {
    const value = firstWord(entity, property);
    if (value?.length === length && /^[0-9a-f]+$/i.test(value)) return { algorithm, value: value.toLowerCase() };
  }
  return undefined;
}

/** A file as it can be had; `locate` finds where, if the entity itself states no web address. */
export function distributionOf(entity: Entity, locate: (entity: Entity) => string | undefined): Distribution | undefined {
  const url = addressesOf(entity, 'contentUrl', 'downloadUrl')[0] ?? locate(entity) ?? addressesOf(entity, 'url')[0];
  if (!url) return undefined;
  const title = firstWord(entity, 'name');
  const description = firstWord(entity, 'description');
  return {
    title: title && clip(title, 1_000),
    description: description && clip(description, 4_000),
    url,
    ...encodingOf(valuesOf(entity, 'encodingFormat', 'fileFormat')),
    size: bytesOf(firstWord(entity, 'contentSize', 'fileSize')),
    checksum: checksumOf(entity),
  };
}

/** Downloads a description names: as entities with their format and size, or as addresses alone; each address once. */
export function downloadsOf(entity: Entity): Distribution[] {
  const described = entitiesOf(entity, 'distribution', 'encoding', 'associatedMedia').flatMap(
    (file) => distributionOf(file, (it) => (it.id && isAddress(it.id) ? it.id : undefined)) ?? [],
  );
  const named = [
    ...valuesOf(entity, 'distribution', 'encoding', 'associatedMedia').filter((value) => 'text' in value),
    ...valuesOf(entity, 'downloadUrl', 'contentUrl', 'installUrl'),
  ].flatMap((value) => addressOf(value) ?? []);
  const files = new Map<string, Distribution>();
  for (const file of [...described, ...named.map((url) => ({ url }))]) if (!files.has(file.url)) files.set(file.url, file);
  return [...files.values()];
}
