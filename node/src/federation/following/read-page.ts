import { z } from 'zod';
import { invalid } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import { Envelope, envelopeHash, LONGEST_ENVELOPE, NodeId } from '../envelope.ts';
import { contentHash, nextHead, PAGE } from '../wire.ts';

/**
 * Reads what a feed handed out, so strictly that nothing is applied out of its order and so loosely that one saying of a
 * form not known here is counted and refused by itself, without stopping the feed.
 */

/** The greatest stamp that is kept. */
const LARGEST_STAMP = 2 ** 31 - 1;

const Resource = z.string().regex(/^[0-9a-hjkmnp-tv-z]{12}$/);
const Stamp = z.int().positive();
const Subject = z.looseObject({ origin: NodeId, resource: Resource, incarnation: Stamp, version: Stamp });
const Via = z.array(NodeId).max(64);

const Event = z.looseObject({
  type: z.enum(['as:Create', 'as:Update', 'as:Delete']),
  sequence: z.int().positive(),
  published: z.iso.datetime(),
  envelope: Subject.optional(),
  jws: z.string().max(1_000).optional(),
  removed: z.looseObject({ origin: NodeId, resource: Resource }).optional(),
  takenBack: z.looseObject({ origin: NodeId, resource: Resource, content: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
  via: Via.optional(),
});

/** What a node says of one resource, as it came; believed by nobody yet. */
export interface Saying {
  origin: string;
  resource: string;
  incarnation: number;
  version: number;
  /** Of `canonical`: SHA-256, in hex. */
  hash: string;
  /** Canonical JSON of the envelope, whatever stands in it. */
  canonical: string;
  jws: string;
  /** The nodes that handed it on before the one that is followed. */
  via: string[];
  /** The envelope, or why it is none. */
  envelope: Envelope | { flaw: string };
}

export interface ReadEvent {
  sequence: number;
  type: 'as:Create' | 'as:Update' | 'as:Delete';
  /** Milliseconds since 1970, by the clock of the node that handed it out. */
  published: number;
  origin: string;
  resource: string;
  /** A description the feed carries from here on, or the tombstone with which it stops. */
  saying?: Saying | undefined;
  /** What it adds to the chain of the feed. */
  content: string;
}

/** A saying out of JSON. @throws `invalid` where not even its subject can be read. */
export function readSaying(given: unknown, jws: string | undefined, via: string[] | undefined): Saying {
  const subject = Subject.safeParse(given);
  if (!subject.success) throw invalid(`A saying without a subject: ${reasons(subject.error)}`);
  const canonical = canonicalJson(given);
  const parsed = Envelope.safeParse(given);
  const { origin, resource, incarnation, version } = subject.data;
  const flaw =
    canonical.length > LONGEST_ENVELOPE
      ? `is longer than ${LONGEST_ENVELOPE} characters`
      : Math.max(incarnation, version) > LARGEST_STAMP
        ? 'its stamp is beyond all counting'
        : parsed.success
          ? undefined
          : reasons(parsed.error);
  return {
    origin,
    resource,
    incarnation: Math.min(incarnation, LARGEST_STAMP),
    version: Math.min(version, LARGEST_STAMP),
    hash: envelopeHash(canonical),
    canonical,
    jws: jws ?? '',
    via: via ?? [],
    envelope: flaw === undefined && parsed.success ? parsed.data : { flaw: flaw ?? 'is none' },
  };
}

/**
 * The events of page `number` (from 1), in order, without a gap from the first of the page.
 * @throws `invalid` saying what is wrong with the page.
 */
export function readPage(text: string, number: number): ReadEvent[] {
  const members = membersOf(text);
  if (members.length > PAGE) throw invalid(`The page holds ${members.length} events, more than the ${PAGE} of a page`);
  const first = (number - 1) * PAGE + 1;
  let before = -Infinity;
  return members.map((member, place) => {
    const parsed = Event.safeParse(member);
    if (!parsed.success) throw invalid(`Event ${place + 1} of the page is none: ${reasons(parsed.error)}`);
    const event = readEvent(parsed.data, (member as { envelope?: unknown }).envelope);
    if (event.sequence !== first + place) throw invalid(`Event ${first + place} was expected, ${event.sequence} stands in its place`);
    if (event.published <= before) throw invalid(`Event ${event.sequence} was published no later than the one before it`);
    before = event.published;
    return event;
  });
}

/** The chain of a feed after some events. */
export const chainOf = (head: string, events: readonly ReadEvent[]): string => events.reduce((before, event) => nextHead(before, event, event.content), head);

function readEvent({ type, sequence, published, jws, removed, takenBack, via }: z.infer<typeof Event>, envelope: unknown): ReadEvent {
  const common = { type, sequence, published: Date.parse(published) };
  if (envelope !== undefined) {
    const saying = readSaying(envelope, jws, via);
    return { ...common, origin: saying.origin, resource: saying.resource, saying, content: saying.hash };
  }
  // It was said once and is carried no longer: a later event says so.
  if (takenBack) return { ...common, origin: takenBack.origin, resource: takenBack.resource, content: takenBack.content };
  if (!removed || type !== 'as:Delete') throw invalid(`Event ${sequence} says neither what it carries nor what it removes`);
  return { ...common, origin: removed.origin, resource: removed.resource, content: contentHash({ removed: removed as never }, undefined) };
}

/** The members of the page's stream, which stand on one of the nodes of its graph. */
function membersOf(text: string): unknown[] {
  let page: unknown;
  try {
    page = JSON.parse(text);
  } catch (cause) {
    throw invalid(`The page is cut short or no JSON: ${(cause as Error).message}`);
  }
  const graph = (page as { '@graph'?: unknown } | null)?.['@graph'];
  const members = Array.isArray(graph) ? (graph as ({ member?: unknown } | null)[]).find((node) => Array.isArray(node?.member))?.member : undefined;
  if (!Array.isArray(members)) throw invalid('The page holds no events');
  return members;
}

// oxlint-disable-next-line no-control-regex -- what PostgreSQL cannot keep
const CONTROL = /[\u0000-\u001F]/g;
const reasons = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`)
    .join('; ')
    .slice(0, 500)
    .replace(CONTROL, '')
    .toWellFormed();
