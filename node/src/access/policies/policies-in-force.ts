import type { Db } from '../../kernel/database.ts';
import { reasonOf } from '../../kernel/errors.ts';
import { digestOf } from '../../kernel/identifiers.ts';
import { redLinesOf, type RedLine } from '../red-lines/index.ts';
import { createEngine, type Engine } from './engine.ts';
import { currentSet, type PolicySet } from './policy-set-store.ts';
import type { Policy } from './policy.ts';
import { defaultPolicies, editablePolicies, wholeSet } from './sets.ts';

/** The policies that decide now: what is always in force, the red lines, and the last set adopted. */
export interface PoliciesInForce {
  engine(): Engine;
  set(): PolicySet;
  redLines(): readonly RedLine[];
  /** Why the adopted set can't be read, where it can't: then only the operator acts. */
  broken(): string | undefined;
  /** Reads again what the database holds. Reads that are asked for at once are one. */
  refresh(): Promise<void>;
  close(): void;
}

export async function openPoliciesInForce(db: Db, log: (message: string) => void): Promise<PoliciesInForce> {
  let held: { set: PolicySet; redLines: RedLine[]; engine: Engine; digest: string; broken?: string | undefined } | undefined;

  const read = async () => {
    const [set, redLines] = await Promise.all([currentSet(db), redLinesOf(db)]);
    const digest = digestOf([set.version, set.digest, redLines.map(({ id, from, until }) => [id, from.toISOString(), until?.toISOString() ?? null])]);
    if (digest === held?.digest) return;
    const { policies, broken } = held?.set.version === set.version ? { policies: editable(held.engine), broken: held.broken } : readable(set);
    if (broken) log(`The policies adopted as version ${set.version} can't be read by this version of Biotope, so only the operator may act: ${broken}`);
    const before = held;
    held = { set, redLines, digest, broken, engine: createEngine(wholeSet(policies, redLines)) };
    before?.engine.close();
  };

  // A change heard of while a read is under way may have come too late for it: another read follows.
  let under: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const refresh = (): Promise<void> => {
    if (!under) return (under = read().finally(() => (under = undefined)));
    return (next ??= under.then(
      () => ((next = undefined), refresh()),
      () => ((next = undefined), refresh()),
    ));
  };

  await refresh();
  const now = () => held as NonNullable<typeof held>;
  return {
    engine: () => now().engine,
    set: () => now().set,
    redLines: () => now().redLines,
    broken: () => now().broken,
    refresh,
    close: () => held?.engine.close(),
  };
}

const editable = ({ policies }: Engine): Policy[] => policies.filter(({ origin }) => origin === 'own' || origin === 'default');

/** A set that another version of Biotope could read and this one can't leaves the operator alone able to act, who mends it. */
function readable({ files }: PolicySet): { policies: Policy[]; broken?: string } {
  try {
    const read = editablePolicies(files);
    if ('policies' in read) return { policies: read.policies };
    return { policies: operatorAlone(), broken: read.flaws.map(({ file, line, column, reason }) => `${file}:${line}:${column} ${reason}`).join('; ') };
  } catch (error) {
    return { policies: operatorAlone(), broken: reasonOf(error) };
  }
}

const operatorAlone = () => defaultPolicies().filter(({ id }) => id === 'operator-key' || id === 'node');
