import { identityOf, type Visa } from './visa.ts';

/** Identities that one LinkedIdentities visa may name. */
const MOST_LINKED = 200;

/**
 * The identities of the same person as a visa's, by what LinkedIdentities visas say, chains of them included (Passport
 * 1.2, "LinkedIdentities"). Visas with conditions link nothing. Returns each identity with the time until which the
 * links to it hold.
 */
export function linkedWith(visa: Pick<Visa, 'subject' | 'issuer'>, visas: readonly Visa[]): Map<string, Date> {
  const links = visas
    .filter(({ object }) => object.type === 'LinkedIdentities' && object.conditions === undefined)
    .map((link) => ({ expires: link.expires, identities: identitiesIn(link) }));
  const reached = new Map<string, Date>([[identityOf(visa), new Date(8_640_000_000_000_000)]]);
  // Each pass can only lengthen; the widest path to an identity decides how long it is linked.
  for (let changed = true; changed;) {
    changed = false;
    for (const { expires, identities } of links) {
      const from = Math.max(...identities.map((identity) => reached.get(identity)?.getTime() ?? -1));
      if (from < 0) continue;
      const until = Math.min(from, expires.getTime());
      for (const identity of identities) {
        if ((reached.get(identity)?.getTime() ?? -1) >= until) continue;
        reached.set(identity, new Date(until));
        changed = true;
      }
    }
  }
  return reached;
}

/** The visa's own identity and those in its value: `<sub>,<iss>` URI-encoded, semicolons between. A part that is none counts for nothing. */
function identitiesIn(link: Visa): string[] {
  const named = link.object.value
    .split(';')
    .slice(0, MOST_LINKED)
    .flatMap((part) => {
      const [subject, issuer, ...more] = part.split(',');
      if (!subject || !issuer || more.length > 0) return [];
      try {
        return [identityOf({ subject: decodeURIComponent(subject), issuer: decodeURIComponent(issuer) })];
      } catch {
        return [];
      }
    });
  return [identityOf(link), ...named];
}
