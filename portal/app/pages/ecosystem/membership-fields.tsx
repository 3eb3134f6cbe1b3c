import type { ApiMembership } from '@biotope/node/contract';
import type { Category } from '../../api/contract.ts';
import { useWords } from '../../language/use-words.tsx';
import { CategoryIcon } from '../../parts/kind-mark.tsx';
import type { Role } from './shapes.ts';

const ROLES: readonly Role[] = ['platform', 'hub', 'peer'];
const CATEGORIES: readonly Category[] = ['data', 'compute', 'tool', 'training', 'knowledge', 'standard', 'other'];

export function RoleField({ id, chosen }: { id: string; chosen: Role }) {
  const { t } = useWords();
  const words = t.federation;
  return (
    <div className="field">
      <label htmlFor={`${id}-role`}>{words.manage.as}</label>
      <select id={`${id}-role`} name="role" defaultValue={chosen}>
        {ROLES.map((name) => (
          <option key={name} value={name}>
            {words.roles[name]}: {words.roleMeaning[name]}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What the member hands over to its hub beside what is public. */
export function HandedOver({ sharesGroup = false, trustsAskers = false }: { sharesGroup?: boolean; trustsAskers?: boolean }) {
  const words = useWords().t.federation.manage;
  return (
    <fieldset className="offered">
      {(
        [
          ['sharesGroup', sharesGroup, words.shareGroup, words.shareGroupHint],
          ['trustsAskers', trustsAskers, words.trustAskers, words.trustAskersHint],
        ] as const
      ).map(([name, checked, label, hint]) => (
        <label key={name} className="choice">
          <input type="checkbox" name={name} value="yes" defaultChecked={checked} />
          <span>
            {label} <span className="hint">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Role, scope and term, which the hub decides. */
export function AdmissionFields({ id, membership }: { id: string; membership: Pick<ApiMembership, 'role' | 'scope' | 'until'> }) {
  const { t, format } = useWords();
  const words = t.federation.manage;
  const { role, scope, until } = membership;
  return (
    <>
      <RoleField id={id} chosen={role} />
      <fieldset>
        <legend>
          {words.scope} <span className="hint">{words.scopeHint}</span>
        </legend>
        <div className="checks">
          {CATEGORIES.map((category) => (
            <label key={category} className="nowrap">
              <input type="checkbox" name="category" value={category} defaultChecked={scope.categories?.includes(category)} /> <CategoryIcon category={category} />{' '}
              {t.categories[category]}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="fields-row">
        <div className="field wide-field">
          <label htmlFor={`${id}-topics`}>
            {words.topics} <span className="hint">{words.topicsHint}</span>
          </label>
          <input id={`${id}-topics`} name="topics" type="text" defaultValue={scope.topics?.join(' ')} spellCheck={false} autoCapitalize="none" />
        </div>
        <div className="field">
          <label htmlFor={`${id}-until`}>
            {words.term} <span className="hint">{words.termHint}</span>
          </label>
          <input id={`${id}-until`} name="until" type="date" defaultValue={until ? format.isoDay(until) : ''} />
        </div>
      </div>
    </>
  );
}

/** Told to the other side, where something is refused or ended. */
export function ReasonField({ id }: { id: string }) {
  const words = useWords().t.federation.manage;
  return (
    <div className="field">
      <label htmlFor={`${id}-reason`}>
        {words.reason} <span className="hint">{words.reasonHint}</span>
      </label>
      <input id={`${id}-reason`} name="reason" type="text" maxLength={1_000} />
    </div>
  );
}

/** What can't be taken back asks for a tick. */
export function Confirmation() {
  const words = useWords().t.federation.manage;
  return (
    <label className="choice">
      <input type="checkbox" name="sure" value="yes" required /> <span>{words.sure}</span>
    </label>
  );
}

/** A scope in words. */
export function ScopeWords({ scope }: { scope: ApiMembership['scope'] }) {
  const { t } = useWords();
  const { categories = [], topics = [] } = scope;
  if (categories.length + topics.length === 0) return <>{t.federation.member.scopeAll}</>;
  return (
    <>
      {categories.map((category) => t.categories[category]).join(t.comma)}
      {categories.length > 0 && topics.length > 0 && ' · '}
      {topics.length > 0 && <code>{topics.join(' ')}</code>}
    </>
  );
}
