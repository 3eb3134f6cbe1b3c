import type { ApiResourceQuality } from '@biotope/node/contract';
import { useWords } from '../../language/use-words.tsx';
import { OutLink } from '../out-link.tsx';

/** More addresses than these stand in the data only. */
const SHOWN = 100;

/** What is known of each address a resource names. */
export function LinkStates({ addresses }: { addresses: ApiResourceQuality['addresses'] }) {
  const { t, format } = useWords();
  return (
    <ul className="ruled link-states">
      {addresses.slice(0, SHOWN).map(({ address, state, httpStatus, redirectedTo, checked, failingSince }) => (
        <li key={address}>
          <OutLink to={address} />
          <div className="small">
            {checked && <span className={`link-state link-${state}`}>{t.quality.linkStates[state]} </span>}
            <span className="quiet">
              {[httpStatus, checked ? t.quality.checkedOn(format.isoDay(checked)) : t.quality.neverChecked, failingSince && t.quality.failingSince(format.isoDay(failingSince))]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {redirectedTo && (
              <>
                {' '}
                → <OutLink to={redirectedTo} />
              </>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
