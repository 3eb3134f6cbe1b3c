import type { ApiPerson } from '@biotope/node/contract';
import { Form } from 'react-router';
import { useWords } from '../../language/use-words.tsx';

/** What is known of a person; all of it can be put right here. */
export function PersonFields({ person }: { person: ApiPerson }) {
  const { t } = useWords();
  const words = t.account.people;
  return (
    <section className="block" id="known">
      <h2>{words.profile}</h2>
      <Form method="post" className="person-fields" preventScrollReset>
        <input type="hidden" name="step" value="known" />
        <label htmlFor="name">{t.account.page.name}</label>
        <input id="name" name="name" type="text" required maxLength={200} defaultValue={person.name} autoComplete="off" />
        <label htmlFor="email">{t.account.page.email}</label>
        <input id="email" name="email" type="email" maxLength={254} defaultValue={person.email ?? ''} autoComplete="off" />
        <label htmlFor="organisation">{words.organisation}</label>
        <input id="organisation" name="organisation" type="text" maxLength={104} defaultValue={person.organisation ?? ''} placeholder={words.organisationHint} spellCheck={false} />
        <label htmlFor="country">{t.account.page.country}</label>
        <input id="country" name="country" type="text" maxLength={2} pattern="[A-Z]{2}" defaultValue={person.country ?? ''} placeholder={words.countryHint} />
        <label htmlFor="orcid">ORCID</label>
        <input id="orcid" name="orcid" type="text" maxLength={19} defaultValue={person.orcid ?? ''} placeholder={words.orcidHint} />
        <span />
        <p>
          <button type="submit" className="button">
            {t.account.page.save}
          </button>
        </p>
      </Form>
    </section>
  );
}
