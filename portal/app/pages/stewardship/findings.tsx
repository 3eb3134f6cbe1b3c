import type { ApiCheckFindings } from '@biotope/node/contract';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconFails, IconHolds, IconPartly } from '../../look/icons.ts';

type Check = ApiCheckFindings['checks'][number];

const ICONS = { passes: IconHolds, fails: IconFails, unknown: IconPartly } as const;

/** Each check with what it found and what would mend it. */
export function Findings({ report }: { report: ApiCheckFindings }) {
  const { t, format } = useWords();
  const words = t.stewardship.certify;
  const { checks, sample } = report;
  return (
    <>
      <p>
        {words.checked(format.isoMinute(report.at), report.by)} {sample ? words.sample(format.number(sample.rows), format.number(sample.columns)) : words.noSample}
      </p>
      <div className="wide">
        <table className="findings">
          <thead>
            <tr>
              <th>{words.check}</th>
              <th>{words.outcome}</th>
              <th>{words.found}</th>
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => (
              <Row key={check.check} check={check} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row({ check: { of, title, outcome, because, evidence, fix } }: { check: Check }) {
  const { t } = useWords();
  const words = t.stewardship.certify;
  const Icon = ICONS[outcome];
  return (
    <tr>
      <th scope="row">
        <Said of={title} />
        <div className="small quiet">{words.of[of]}</div>
      </th>
      <td>
        <span className={`nowrap outcome-${outcome}`}>
          <Icon className="icon" size={16} aria-hidden /> {words.outcomes[outcome]}
        </span>
      </td>
      <td>
        <Said of={because} />
        {evidence.length > 0 && (
          <ul className="bullets small">
            {evidence.map(({ where, found }) => (
              <li key={`${where} ${found['en']}`}>
                <code>{where}</code> <Said of={found} />
              </li>
            ))}
          </ul>
        )}
        {fix && (
          <p className="small">
            {words.fix}: <Said of={fix} />
          </p>
        )}
      </td>
    </tr>
  );
}
