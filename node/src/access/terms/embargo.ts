import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Terms } from './terms.ts';

/** What a rule says at an instant, and until when by the clock alone. */
export interface Gate {
  /** Whether it stands in the way. */
  forbids: boolean;
  text: LanguageMap;
  /** The instant at which the clock alone makes it say something else. */
  until?: Date | undefined;
}

/** The embargo on use: in force before `embargoUntil`, over from that very instant. */
export function embargo({ embargoUntil }: Pick<Terms, 'embargoUntil'>, now: Date): Gate {
  if (!embargoUntil) return { forbids: false, text: { en: 'There is no embargo.', zh: '没有使用禁期。' } };
  const until = new Date(embargoUntil);
  const day = embargoUntil.endsWith('T00:00:00.000Z') ? embargoUntil.slice(0, 10) : `${embargoUntil.slice(0, 16).replace('T', ' ')} UTC`;
  return until > now
    ? { forbids: true, text: { en: `The data are under embargo until ${day}.`, zh: `数据处于使用禁期，至 ${day} 止。` }, until }
    : { forbids: false, text: { en: `The embargo ended on ${day}.`, zh: `使用禁期已于 ${day} 结束。` } };
}
