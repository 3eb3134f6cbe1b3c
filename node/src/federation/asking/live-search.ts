import { randomUUID } from 'node:crypto';
import type { Sight } from '../../access/index.ts';
import { runSeen, standingHere } from '../../catalogue/index.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import type { Given } from './ask-members.ts';
import type { FanOut } from './fan-out.ts';
import { namesOfNodes, type NamedMember } from './known-members.ts';
import type { LiveAnswer, LiveEvent } from './live-answer.ts';
import { lackingHere, namesIn, putTogether, type Lacking } from './put-together.ts';
import { MOST_HOPS, type Asker, type Reply, type SearchQuestion } from './question.ts';
import type { SameQuestions } from './same-questions.ts';
import type { Here } from './search-here.ts';

/** Milliseconds between two results that are told of while members still answer. */
const RESULTS_EVERY = 250;

export interface LiveSearch {
  question: SearchQuestion;
  /** What the asker may discover here. */
  sight: Sight;
  asker?: Asker | undefined;
  /** Milliseconds. */
  deadline: number;
  limit: number;
  /** Asked alone, and although they were failing. */
  only?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
  tell?: ((event: LiveEvent) => void) | undefined;
}

export interface Searchers {
  here: Here;
  members: () => Promise<NamedMember[]>;
  fanOut: FanOut;
  same: SameQuestions<Given<Reply>, Given<Reply>[]>;
}

/** Asks the members now, and puts together what this node does not have itself. */
export async function liveSearch({ here, members, fanOut, same }: Searchers, search: LiveSearch): Promise<LiveAnswer> {
  const { sight, asker, deadline, limit, only, signal, tell } = search;
  const begun = performance.now();
  const { question, asked } = narrowed(search.question, await members(), only);
  tell?.({ event: 'asked', members: asked.map(({ node, name, url }) => ({ node, name, url })), deadline });

  const { db, vocabulary } = here.searching;
  const standing = async (names: string[], ids: string[]) => {
    const [named, own] = await Promise.all([
      standingHere({ db, vocabulary: vocabulary(), sight }, names),
      ids.length > 0 ? runSeen(db, sight, 'select r.id from catalogue.resource r where r.id = any($1) and seen(r)', [ids]) : undefined,
    ]);
    return new Set([...named.keys(), ...(own?.rows.map(({ id }) => id as string) ?? [])]);
  };
  const seed = canonicalJson(question);
  const lacking = new Map<string, Promise<Lacking>>();
  const known: Lacking[] = [];
  const names = new Map(asked.map(({ node, name }) => [node, name]));
  const nameOf = (node: string) => names.get(node) ?? { en: node };
  let told = 0;
  let ended = false;
  let soon: ReturnType<typeof setTimeout> | undefined;
  const tellResults = () => {
    told = performance.now();
    soon = undefined;
    tell?.({ event: 'results', results: putTogether(known, { limit, seed, nameOf }) });
  };
  const hear = ({ outcome, answer }: Given<Reply>) => {
    tell?.({ event: 'member', member: outcome });
    for (const [node, name] of namesIn([outcome])) if (!names.has(node)) names.set(node, name);
    if (answer?.type !== 'search') return;
    const it = lackingHere(answer, here.self.id, standing);
    lacking.set(outcome.node, it);
    it.then(
      (one) => {
        known.push(one);
        if (tell && !ended) soon ??= setTimeout(tellResults, Math.max(0, told + RESULTS_EVERY - performance.now()));
      },
      () => undefined,
    );
  };

  const left = Math.max(1, deadline - (performance.now() - begun));
  const ask = (each: (given: Given<Reply>) => void, over: AbortSignal | undefined) =>
    fanOut.ask({
      id: randomUUID(),
      members: asked,
      questionFor: () => question,
      asker,
      deadline: left,
      hops: MOST_HOPS - 1,
      path: [here.self.id],
      signal: over,
      tell: each,
      insist: only !== undefined,
    });
  const key = canonicalJson([question, deadline, asked.map(({ node }) => node), only !== undefined]);
  const given = await (asker ? ask(hear, signal) : same.ask(key, ask, { tell: hear, signal })).finally(() => {
    ended = true;
    clearTimeout(soon);
  });

  const answers = await Promise.all(given.flatMap(({ member }) => lacking.get(member.node) ?? []));
  const nodes = new Set(answers.flatMap(({ hits }) => hits.flatMap(({ holders }) => holders.map(({ node }) => node))));
  for (const [node, name] of await namesOfNodes(
    db,
    [...nodes].filter((node) => !names.has(node)),
  ))
    names.set(node, name);
  const outcomes = given.map(({ outcome }) => outcome);
  const answer: LiveAnswer = {
    ...putTogether(answers, { limit, seed, nameOf }),
    members: outcomes,
    complete: outcomes.every(({ outcome }) => outcome === 'answered'),
    milliseconds: Math.round(performance.now() - begun),
    deadline,
  };
  tell?.({ event: 'answer', answer });
  return answer;
}

/** A choice of members as sources (`node:…`) says whom to ask; to them it means nothing. */
function narrowed(question: SearchQuestion, members: readonly NamedMember[], only: readonly string[] | undefined): { question: SearchQuestion; asked: NamedMember[] } {
  const chosen = members.filter(({ node }) => question.source?.includes(node));
  const asked = (chosen.length > 0 ? chosen : members).filter(({ node }) => !only || only.includes(node));
  if (chosen.length === 0) return { question, asked };
  const { source = [], ...rest } = question;
  const others = source.filter((name) => !name.startsWith('node:'));
  return { question: { ...rest, ...(others.length > 0 ? { source: others } : {}) }, asked };
}
