import type { ApiProblem, ApiProposal } from '@biotope/node/contract';
import type { ReactNode } from 'react';
import type { ProposalType } from '../../api/contract.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconAdvertising, IconDeadLink, IconMerge, IconOldTerm, IconRejected } from '../../look/icons.ts';
import { Day } from '../../parts/day.tsx';
import { ResourceLink } from '../../parts/resource-link.tsx';
import { StatusMark } from '../../parts/kind-mark.tsx';
import { DecisionForm } from './decision-form.tsx';
import { Evidence } from './evidence.tsx';
import { Outcome } from './outcome.tsx';

const ICONS: Record<ProposalType, typeof IconMerge> = {
  merge: IconMerge,
  'rejected-record': IconRejected,
  'dead-link': IconDeadLink,
  'deprecated-term': IconOldTerm,
  spam: IconAdvertising,
};

interface Props {
  proposal: ApiProposal;
  /** It was decided, or a decision on it taken back, a moment ago. */
  recent: boolean;
  refusal: ApiProblem | undefined;
  /** The first of its type on the page says what follows from a decision. */
  first: boolean;
}

/** One proposal: what was found, why, and the way to decide; of a decided one the decision and the way back. */
export function Proposal({ proposal, recent, refusal, first }: Props) {
  const { t } = useWords();
  const Icon = ICONS[proposal.type];
  const open = proposal.state === 'open';
  return (
    <li id={`proposal-${proposal.id}`} className={open ? 'proposal' : 'proposal decided'}>
      <article aria-labelledby={`about-${proposal.id}`}>
        <header>
          <p className="eyebrow">
            <Icon className="icon" size={16} stroke={1.7} aria-hidden /> {t.curation.queue.one[proposal.type]}
            <span className="when">
              {t.curation.queue.proposed} <Day at={proposal.proposed} table />
            </span>
          </p>
          <h3 id={`about-${proposal.id}`}>
            <Subject proposal={proposal} />
          </h3>
        </header>
        {(!open || recent) && <Outcome proposal={proposal} recent={recent} />}
        {refusal && (
          <p className="banner bad" role="alert">
            <b>{t.curation.queue.failed}.</b> <span lang="en">{refusal.detail}</span>
          </p>
        )}
        {open ? (
          <>
            <Evidence proposal={proposal} />
            <DecisionForm proposal={proposal} hint={first} />
          </>
        ) : (
          <details>
            <summary className="small">{t.curation.queue.details}</summary>
            <Evidence proposal={proposal} />
          </details>
        )}
      </article>
    </li>
  );
}

function Subject({ proposal }: { proposal: ApiProposal }): ReactNode {
  const { language } = useWords();
  if (proposal.type === 'rejected-record') return <code>{proposal.detail.record}</code>;
  if (proposal.type === 'merge') {
    return proposal.resources.map((it, place) => (
      <span key={it.id}>
        {place > 0 && <span className="quiet">{language === 'zh' ? ' 与 ' : ' and '}</span>}
        <Said of={it.title} />
      </span>
    ));
  }
  const [resource] = proposal.resources;
  return resource ? (
    <>
      <ResourceLink resource={resource} /> <StatusMark status={resource.status} />
    </>
  ) : (
    <code>{proposal.subject}</code>
  );
}
