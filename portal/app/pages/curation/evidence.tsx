import type { ApiProposal } from '@biotope/node/contract';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { FieldName, LanguageMap } from '../../api/contract.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Day } from '../../parts/day.tsx';
import { OutLink } from '../../parts/out-link.tsx';
import { SourceLink } from '../../parts/source-link.tsx';
import { Comparison } from './comparison.tsx';

/** What speaks for a proposal, and what it takes to judge it. */
export function Evidence({ proposal }: { proposal: ApiProposal }): ReactNode {
  switch (proposal.type) {
    case 'merge':
      return <MergeEvidence proposal={proposal} />;
    case 'dead-link':
      return <DeadLinkEvidence detail={proposal.detail} />;
    case 'deprecated-term':
      return <TermEvidence detail={proposal.detail} />;
    case 'spam':
      return <SpamEvidence proposal={proposal} />;
    case 'rejected-record':
      return <RejectedEvidence detail={proposal.detail} />;
  }
}

type Of<Type extends ApiProposal['type']> = Extract<ApiProposal, { type: Type }>;

function MergeEvidence({ proposal: { detail, resources, state } }: { proposal: Of<'merge'> }) {
  const { t } = useWords();
  const [one, other] = resources;
  return (
    <>
      <ul className="evidence">
        {detail.evidence.map(({ type, value }) => (
          <li key={`${type} ${value}`}>{t.curation.merge.evidence[type](value)}</li>
        ))}
      </ul>
      {/* Of two that were merged the one holds what both said: there is nothing to compare. */}
      {one && other && state !== 'accepted' && <Comparison pair={[one, other]} />}
    </>
  );
}

/** A field by its name, where a finding points into it (`/endpoints/0/url`). */
function FieldPointer({ pointer }: { pointer: string }) {
  const { t } = useWords();
  const [name = pointer] = pointer.split('/').filter(Boolean);
  return <>{t.fields[name as FieldName] ?? pointer}</>;
}

function DeadLinkEvidence({ detail }: { detail: Of<'dead-link'>['detail'] }) {
  const { t } = useWords();
  const words = t.curation.deadLink;
  const { address, field, status, reason, since } = detail;
  return (
    <>
      <p>
        {words.sentence} <OutLink to={address}>{address}</OutLink>
      </p>
      <dl className="facts small">
        <dt>{words.field}</dt>
        <dd>
          <FieldPointer pointer={field} />
        </dd>
        <dt>{words.status}</dt>
        <dd>
          {status ? <code>{String(status)}</code> : words.noAnswer}
          {reason ? <span lang="en">{t.brackets(String(reason))}</span> : null}
        </dd>
        {typeof since === 'string' && (
          <>
            <dt>{words.since}</dt>
            <dd>
              <Day at={since} />
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

/** A concept as findings name it: with its label, or by its identifier alone. */
function Concept({ of }: { of: unknown }) {
  const { id, label } = (typeof of === 'string' ? { id: of } : (of ?? {})) as { id?: string; label?: LanguageMap };
  if (!id) return null;
  return (
    <>
      <Link to={`/t/${encodeURIComponent(id)}`}>{label ? <Said of={label} /> : id}</Link> {label && <code className="quiet">{id}</code>}
    </>
  );
}

function TermEvidence({ detail }: { detail: Of<'deprecated-term'>['detail'] }) {
  const { t } = useWords();
  const words = t.curation.term;
  const consider = Array.isArray(detail.consider) ? (detail.consider as unknown[]) : [];
  return (
    <dl className="facts">
      <dt>{words.old}</dt>
      <dd>
        <Concept of={detail.term} /> <span className="quiet small">{t.brackets(t.fields[detail.field.split('/')[1] as FieldName] ?? detail.field)}</span>
      </dd>
      <dt>{words.replacement}</dt>
      <dd>{detail.replacement ? <Concept of={detail.replacement} /> : <span className="quiet">{words.nothing}</span>}</dd>
      {consider.length > 0 && (
        <>
          <dt>{words.consider}</dt>
          <dd>
            <ul className="entries">
              {consider.map((it) => (
                <li key={JSON.stringify(it)}>
                  <Concept of={it} />
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      {detail.written && (
        <>
          <dt>{words.written}</dt>
          <dd>
            <code>{detail.written}</code>
          </dd>
        </>
      )}
      {detail.source && (
        <>
          <dt>{words.record}</dt>
          <dd>
            <SourceLink source={detail.source} /> <code className="quiet">{detail.record}</code>
          </dd>
        </>
      )}
    </dl>
  );
}

function SpamEvidence({ proposal: { detail, resources } }: { proposal: Of<'spam'> }) {
  const { t } = useWords();
  const summary = resources[0]?.summary;
  return (
    <>
      <p>{t.curation.spam.why}:</p>
      <ul className="bullets" lang="en">
        {detail.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {summary && (
        <blockquote>
          <Said of={summary} />
        </blockquote>
      )}
    </>
  );
}

function RejectedEvidence({ detail: { source, field, reason, harvest } }: { detail: Of<'rejected-record'>['detail'] }) {
  const { t } = useWords();
  const words = t.curation.rejected;
  return (
    <>
      <p lang="en">
        {field && <code>{field}: </code>}
        {reason}
      </p>
      <p className="card-facts small quiet">
        {!field && <span>{words.whole}</span>}
        <span>
          {words.source} <SourceLink source={source} />
        </span>
        {harvest && (
          <span>
            <Link to={`/harvests/${harvest}`}>{words.report}</Link>
          </span>
        )}
      </p>
    </>
  );
}
