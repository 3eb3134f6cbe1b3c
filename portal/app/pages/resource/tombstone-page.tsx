import type { ApiTombstone } from '@biotope/node/contract';
import { Link } from 'react-router';
import { Said, useWords } from '../../language/use-words.tsx';
import { Copyable } from '../../parts/copy-button.tsx';
import { Day } from '../../parts/day.tsx';
import { KindMark, StatusMark } from '../../parts/kind-mark.tsx';
import { PageTitle } from '../../parts/page-title.tsx';

/** What a withdrawn resource leaves: its name, and why it is gone. */
export function TombstonePage({ tombstone }: { tombstone: ApiTombstone }) {
  const { t, say } = useWords();
  return (
    <article className="unfound">
      <PageTitle>{say(tombstone.title)}</PageTitle>
      <div className="heading-row">
        <h1>
          <Said of={tombstone.title} />
        </h1>
        <KindMark category={tombstone.category} kind={tombstone.kind} />
        <StatusMark status="withdrawn" />
      </div>
      <p>{t.resource.withdrawnText}</p>
      <dl className="facts banner bad">
        <dt>{t.resource.withdrawnReason}</dt>
        <dd lang="en">{tombstone.reason}</dd>
        <dt>{t.resource.withdrawnAt}</dt>
        <dd>
          <Day at={tombstone.withdrawn} /> <span className="quiet">{`(${t.resource.withdrawnBy} ${tombstone.by})`}</span>
        </dd>
        <dt>{t.resource.identifier}</dt>
        <dd>
          <Copyable text={tombstone.id} what={t.resource.identifier} />
        </dd>
      </dl>
      <p>
        <Link to={`/r/${tombstone.id}/revisions`}>{t.resource.allRevisions}</Link>
      </p>
    </article>
  );
}
