import type { ApiPerson } from '@biotope/node/contract';
import { Form } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Refusal } from './refusal.tsx';

/** Who one is here; what one may say of oneself can be changed. */
export function Profile({ me, saved, refused }: { me: ApiPerson; saved: boolean; refused: string | undefined }) {
  const { t } = useWords();
  const words = t.account.page;
  return (
    <section className="block">
      <h2>{words.profile}</h2>
      {saved && <Notice id="saved">{words.saved}</Notice>}
      <Refusal detail={refused} />
      <Form method="post" className="person-fields">
        <input type="hidden" name="step" value="profile" />
        <label htmlFor="name">{words.name}</label>
        <input id="name" name="name" type="text" autoComplete="name" required maxLength={200} defaultValue={me.name} />
        <label htmlFor="email">{words.email}</label>
        <input id="email" name="email" type="email" autoComplete="email" maxLength={254} defaultValue={me.email ?? ''} />
        <span />
        <p>
          <button type="submit" className="button">
            {words.save}
          </button>
        </p>
      </Form>
      <dl className="facts">
        <dt>{words.identifier}</dt>
        <dd>
          <code>{me.id}</code>
        </dd>
        <dt>{words.organisation}</dt>
        <dd>{me.organisation ? <code>{me.organisation}</code> : <span className="quiet">{t.unknown}</span>}</dd>
        <dt>{words.country}</dt>
        <dd>{me.country ?? <span className="quiet">{t.unknown}</span>}</dd>
        {me.orcid && (
          <>
            <dt>ORCID</dt>
            <dd>
              <code>{me.orcid}</code>
            </dd>
          </>
        )}
        <dt>{words.providers}</dt>
        <dd>{[...new Set([...(me.account ? ['node'] : []), ...me.providers])].map((id) => words.providerNames[id] ?? id).join(t.comma)}</dd>
      </dl>
      <p className="quiet small">{words.givenByOthers}</p>
    </section>
  );
}
