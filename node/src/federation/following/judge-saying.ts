import { compareStamps, type Audience, type Stamp } from '../envelope.ts';
import { kidOf, verifyDetached, type KeyBook } from '../signature.ts';
import type { HoldingState } from '../tables.ts';
import type { Saying } from './read-page.ts';
import { reasonText } from './reasons.ts';

/** What is known of a resource by whatever path: the newest saying of its origin. */
export interface KnownSaying extends Stamp {
  hash: string;
  gone: boolean;
}

export interface Verdict {
  state: HoldingState;
  reason: string | null;
}

/** Whether the origin's key signed it; `unknown-key` where that key is not known here. */
export type SignatureCheck = 'good' | 'bad' | 'unknown-key';

/** By what a feed's sayings are judged. */
export interface Ground {
  /** This node. */
  self: string;
  /** The node whose feed it is. */
  followed: string;
  audience: Audience;
  within(description: Record<string, unknown>): boolean;
}

/** Checks the signatures of many sayings at once; those of this very node and those of no form are not looked at. */
export const checkSignatures = (keys: KeyBook, sayings: readonly Saying[]): Promise<SignatureCheck[]> =>
  Promise.all(
    sayings.map(async ({ origin, canonical, jws, envelope }) => {
      if ('flaw' in envelope) return 'bad';
      if ((await verifyDetached(canonical, jws, (kid) => keys.keyOf(origin, kid))) !== undefined) return 'good';
      const kid = kidOf(jws);
      return kid !== undefined && (await keys.keyOf(origin, kid)) === undefined ? 'unknown-key' : 'bad';
    }),
  );

/** A saying that is one of its origin's, of the right form and for this feed, before it is compared with what else is known. */
export function judgeForm(saying: Saying, signature: SignatureCheck, { self, followed, audience }: Omit<Ground, 'within'>): Verdict | undefined {
  const { origin, envelope, via } = saying;
  if (origin === self) return { state: 'own', reason: null };
  if (via.includes(self) || via.includes(followed)) return { state: 'loop', reason: null };
  if ('flaw' in envelope) return refused(reasonText('form', envelope.flaw));
  // What is for a group alone comes from its origin, by the feed for groups, and no further.
  if (envelope.audience !== audience || (audience === 'group' && origin !== followed)) return refused(reasonText('audience'));
  if (signature !== 'good') return refused(reasonText(signature === 'bad' ? 'signature' : 'unknown-key'));
  return undefined;
}

/** How a description that a feed carries is held, beside what is known of it by other paths. */
export function judgeSaying(saying: Saying, signature: SignatureCheck, ground: Ground, known: KnownSaying | undefined): Verdict {
  const unfit = judgeForm(saying, signature, ground);
  if (unfit) return unfit;
  const order = known ? compareStamps(saying, known) : 1;
  if (known && order < 0) return refused(reasonText(known.gone ? 'withdrawn' : 'older', stampText(known)));
  if (known && order === 0 && saying.hash < known.hash) return refused(reasonText('voices', stampText(known)));
  const { envelope } = saying;
  if ('flaw' in envelope || envelope.type !== 'description') return refused(reasonText('form', 'a tombstone among descriptions'));
  return { state: ground.within(envelope.description) ? 'held' : 'outside', reason: null };
}

/** Whether a saying is validly signed and speaks with another voice than the known one of the same version. */
export const isOtherVoice = (saying: Saying, known: KnownSaying | undefined): boolean => known !== undefined && compareStamps(saying, known) === 0 && saying.hash !== known.hash;

const refused = (reason: string): Verdict => ({ state: 'refused', reason });
const stampText = ({ incarnation, version }: Stamp) => `${incarnation}.${version}`;
