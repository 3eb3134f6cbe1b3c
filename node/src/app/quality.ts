import type { PgBoss } from 'pg-boss';
import { PUBLIC_SIGHT } from '../access/index.ts';
import { keepQuality, openLinkJobs, type KeptQuality, type LinkJobs, type OfferedStandard, type Provision } from '../catalogue/quality/index.ts';
import { FORMATS } from '../exchange/index.ts';
import type { Db } from '../kernel/database.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import { allowedHosts } from '../kernel/web/allowed-hosts.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import type { Configuration } from './configuration.ts';

/** What a node knows of the quality of what it holds. */
export interface Quality {
  provision: Provision;
  kept: KeptQuality;
  links: LinkJobs;
  /** Begins what happens by itself. */
  start(): Promise<void>;
  /** Something changed: looks at everything again once nothing more does for a while. */
  changed(): void;
  close(): Promise<void>;
}

/** Communities of the life sciences that keep a standard, by the address it is published at. */
const COMMUNITIES = /bioschemas\.org|bio\.?tools|bio-tools|researchobject\.org|fairdatapoint|edamontology/i;
const FORMAL = /turtle|ld\+json|n-triples|n-quads|rdf\+xml|trig/i;

/** Milliseconds between two looks whether the counts are stale. */
const REFRESH = 30 * 60 * 1_000;
/** Milliseconds after the last change of a harvest until everything is looked at again. */
const SETTLED = 60 * 1_000;

/** The standards in which this node hands out a resource, from the list of its writers; the same for all of one kind. */
function offeredStandards(): Provision {
  const byKind = new Map<string, OfferedStandard[]>();
  const offered = (resource: Parameters<Provision['standards']>[0]) =>
    FORMATS.filter((format) => format.covers(resource)).map(({ title, mediaType, profile }): OfferedStandard => ({
      title,
      mediaType,
      profile,
      formal: FORMAL.test(mediaType),
      community: COMMUNITIES.test(profile),
    }));
  return {
    standards(resource) {
      const kind = `${resource.category} ${resource.kind}`;
      const known = byKind.get(kind) ?? offered(resource);
      byKind.set(kind, known);
      return known;
    },
  };
}

export async function openQuality(parts: {
  db: Db;
  boss: PgBoss;
  configuration: Configuration;
  version: string;
  vocabulary: () => Vocabulary;
  sourceTitle: (source: string) => LanguageMap;
  log: (message: string) => void;
}): Promise<Quality> {
  const { db, boss, configuration, version, vocabulary, sourceTitle, log } = parts;
  const provision = offeredStandards();
  const rules = [version, ...FORMATS.map(({ id }) => id)].join(' ');
  const kept = keepQuality(
    () => ({ reading: { db, vocabulary: vocabulary(), sight: PUBLIC_SIGHT, baseUrl: configuration.url, sourceTitle }, provision, rules, now: () => new Date() }),
    log,
  );
  const { check, schedule, perRun, gap } = configuration.links;
  const links = await openLinkJobs({
    boss,
    checking: { db, allowed: allowedHosts(configuration.harvest.allowHosts), userAgent: `biotope/${version} (+${configuration.url})`, gap: gap * 1_000, perRun },
    log,
    onChecked: () => kept.refresh(),
  });
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Timeout | undefined;
  return {
    provision,
    kept,
    links,
    async start() {
      void kept.refresh();
      timer = setInterval(() => void kept.refresh(), REFRESH).unref();
      await links.start(check && configuration.harvest.automatic ? schedule : null);
    },
    changed() {
      if (!timer) return;
      clearTimeout(soon);
      soon = setTimeout(() => void kept.refresh(), SETTLED).unref();
    },
    async close() {
      clearInterval(timer);
      clearTimeout(soon);
      links.close();
      await kept.close();
    },
  };
}
