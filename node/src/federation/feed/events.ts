import { canonicalJson } from '../../kernel/identifiers.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { Envelope, type DescriptionEnvelope, type Envelope as Said } from '../envelope.ts';
import type { FeedEvent } from '../wire.ts';

/** Something a feed is to say of a resource: a saying with its signature, or that it no longer carries one. */
export interface Utterance {
  origin: string;
  resource: string;
  /** The resource's address at its origin. */
  url: string;
  title?: LanguageMap | undefined;
  /** The nodes that handed it on before this one. */
  via: readonly string[];
  saying?:
    | {
        type: Said['type'];
        /** Canonical JSON, as its origin signed it. */
        envelope: string;
        jws: string;
        /** SHA-256 of the envelope. */
        hash: string;
        incarnation: number;
        version: number;
      }
    | undefined;
  /** Why it is carried no longer, where its origin took nothing back. */
  removed?: LanguageMap | undefined;
}

/** The part of an event that is the same in whatever numbering it stands: JSON members without braces. */
export function saidPart({ origin, resource, saying, removed, via }: Pick<Utterance, 'origin' | 'resource' | 'saying' | 'removed' | 'via'>): string {
  const content = saying ? `"envelope":${saying.envelope},"jws":${JSON.stringify(saying.jws)}` : `"removed":${canonicalJson({ origin, resource, reason: removed })}`;
  return via.length > 0 ? `${content},"via":${JSON.stringify(via)}` : content;
}

/** The part of an event that its place in the feed gives it. */
export const openingPart = (
  base: string,
  epoch: string,
  { type, sequence, published }: Pick<FeedEvent, 'type' | 'sequence' | 'published'>,
  { url, title }: Pick<Utterance, 'url' | 'title'>,
): string =>
  `"id":${JSON.stringify(`${base}/${epoch}/event/${sequence}`)},"type":"${type}","object":${JSON.stringify(url)},"published":"${published}"${title ? `,"title":${canonicalJson(title)}` : ''},"sequence":${sequence}`;

/** What `saidPart` wrote, read back. Whatever stands in it was canonical, so that it is written as it was. */
export function readSaid(said: string): { envelope: Said; canonical: string; jws: string; via: string[] } | undefined {
  const { envelope, jws, via = [] } = JSON.parse(`{${said}}`) as { envelope?: unknown; jws?: string; via?: string[] };
  const parsed = envelope === undefined ? undefined : Envelope.parse(envelope);
  return parsed && jws ? { envelope: parsed, canonical: canonicalJson(envelope), jws, via } : undefined;
}

/** The titles of a description that are in languages a reader may look for; none where they are no such map. */
export function titleOf({ description }: Pick<DescriptionEnvelope, 'description'>): LanguageMap | undefined {
  const { title } = description;
  if (title === null || typeof title !== 'object') return undefined;
  const texts = Object.entries(title).filter(([tag, text]) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && typeof text === 'string' && text !== '');
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}
