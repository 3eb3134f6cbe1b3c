import type { LanguageMap } from '../../kernel/language-map.ts';

/** Why a saying was refused; kept as `code` or `code detail`. */
export type ReasonCode = 'form' | 'audience' | 'unknown-key' | 'signature' | 'older' | 'withdrawn' | 'voices';

export const reasonText = (code: ReasonCode, detail?: string): string => (detail ? `${code} ${detail}` : code);
const codeOf = (reason: string): string => reason.split(' ', 1)[0] ?? '';

/** A reason for people; `name` says what a node is called. */
export function reasonFor(reason: string, { origin, followed, via }: { origin: string; followed: string; via: readonly string[] }, name: (node: string) => string): LanguageMap {
  const code = codeOf(reason) as ReasonCode;
  const detail = reason.slice(code.length + 1);
  const hands = [...new Set([...via, followed])].filter((node) => node !== origin);
  const by = hands.length > 0 ? { en: ` It was handed on by ${hands.map(name).join(', then ')}.`, zh: `经手的节点：${hands.map(name).join('、')}。` } : { en: '', zh: '' };
  const said = SENTENCES[code]?.(name(origin), detail) ?? { en: reason, zh: reason };
  return { en: said.en + by.en, zh: said.zh + by.zh };
}

const SENTENCES: Record<ReasonCode, (origin: string, detail: string) => { en: string; zh: string }> = {
  form: (_, detail) => ({ en: `It is no description in the form nodes use: ${detail}.`, zh: `它不符合节点之间使用的格式：${detail}。` }),
  audience: (origin) => ({
    en: `${origin} meant it for another audience than this feed's: it should not have been handed on here.`,
    zh: `${origin} 所限定的受众与本信息流不符，不应在此转发。`,
  }),
  'unknown-key': (origin) => ({ en: `The key that signed it is not known here as one of ${origin}.`, zh: `本节点不知道为其签名的密钥属于 ${origin}。` }),
  signature: (origin) => ({
    en: `It is not what ${origin} signed: it was altered on its way, forged, or signed with a revoked key.`,
    zh: `其内容与 ${origin} 的签名不符：在途中被篡改、系伪造，或使用了已吊销的密钥。`,
  }),
  older: (origin, detail) => ({ en: `It is older than what ${origin} has said since (${detail}).`, zh: `它早于 ${origin} 之后所发布的版本（${detail}）。` }),
  withdrawn: (origin, detail) => ({ en: `${origin} has withdrawn it since (${detail}).`, zh: `${origin} 此后已将其撤回（${detail}）。` }),
  voices: (origin, detail) => ({
    en: `Two different sayings of ${origin} bear one version (${detail}), both validly signed: two nodes speak with one identifier. The other one stands.`,
    zh: `${origin} 的同一版本（${detail}）有两份不同且签名均有效的内容：有两个节点使用同一标识符。以另一份为准。`,
  }),
};
