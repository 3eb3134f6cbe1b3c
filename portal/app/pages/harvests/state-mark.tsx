import type { HarvestState } from '../../api/contract.ts';
import { useWords } from '../../language/use-words.tsx';

export function StateMark({ state }: { state: HarvestState }) {
  const { t } = useWords();
  return <span className={`state state-${state}`}>{t.harvestStates[state]}</span>;
}
