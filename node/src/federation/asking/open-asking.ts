import type { Db } from '../../kernel/database.ts';
import { openPeers, signRequest } from '../peer/index.ts';
import type { Self } from '../self/index.ts';
import { hearQuestions, type Heard } from './answer-question.ts';
import type { Given } from './ask-members.ts';
import { openFanOut, type FanOut } from './fan-out.ts';
import { knownMembers, type NamedMember } from './known-members.ts';
import type { Reply } from './question.ts';
import { shareQuestions, type SameQuestions } from './same-questions.ts';

/** Asks the members of this node while somebody waits. */
export interface Asking {
  members(): Promise<NamedMember[]>;
  fanOut: FanOut;
  same: SameQuestions<Given<Reply>, Given<Reply>[]>;
  /** Questions that other nodes asked lately. */
  heard: Heard;
  /** Milliseconds, where a request says nothing else. */
  deadline: number;
  close(): void;
}

export interface AskingOptions {
  db: Db;
  self: Self;
  userAgent: string;
  allowHosts: readonly string[];
  deadline: number;
}

/** Has connections of its own to the members, so that nobody waits behind a feed that is being followed. */
export function openAsking({ db, self, userAgent, allowHosts, deadline }: AskingOptions): Asking {
  const peers = openPeers({ allowHosts, userAgent, signRequest: (request) => signRequest(self, request) });
  return {
    members: knownMembers(db).now,
    fanOut: openFanOut({ peers, usualDeadline: deadline }),
    same: shareQuestions(),
    heard: hearQuestions(),
    deadline,
    close: () => peers.close(),
  };
}
