import type { LanguageMap } from '../../kernel/language-map.ts';

/** Why a passport or a visa does not count. */
export const REFUSALS = {
  'too-large': ['It is larger than a passport may be (256 kB).', '体积超过护照的上限（256 kB）。'],
  'too-much': ['More was shown at once than is looked at (1 MB in all).', '一次出示的内容超过可检查的上限（共 1 MB）。'],
  'too-many': ['More visas were shown at once than are looked at (100).', '一次出示的签证数量超过可检查的上限（100 个）。'],
  malformed: ['It is no signed token (JWS in compact form).', '不是签名令牌（JWS 紧凑格式）。'],
  'wrong-type': ['Its type ("typ") is neither that of a passport nor that of a visa, or does not fit what it holds.', '其类型（“typ”）既非护照也非签证，或与内容不符。'],
  algorithm: ['It is not signed by ES256 or RS256, the only ones accepted.', '签名算法不是 ES256 或 RS256，仅接受这两种。'],
  'untrusted-issuer': ['Its issuer is not among those this node trusts.', '其签发者不在本节点信任的签发者之列。'],
  'unexpected-jku': ['It names another address for its keys than the one known for its issuer.', '其所指的密钥地址与该签发者已知的地址不同。'],
  'unknown-key': ['It is signed with a key that its issuer does not publish.', '签名所用密钥未由其签发者公布。'],
  'keys-unavailable': ['The keys of its issuer cannot be had at the moment.', '目前无法取得其签发者的密钥。'],
  signature: ['Its signature does not hold.', '签名无效。'],
  claims: ['What it states does not keep to the form of the specification.', '所载内容不符合规范格式。'],
  expired: ['It has expired.', '已过期。'],
  'not-yet-valid': ['It is not valid yet.', '尚未生效。'],
  audience: ['It was made for another service.', '它是为另一项服务签发的。'],
  'too-old': ['It is an access token older than an hour, and its issuer is not asked again.', '它是签发超过一小时的访问令牌，且不再向其签发者查询。'],
  'untrusted-source': ['This node does not accept assertions of its source.', '本节点不接受其来源的声明。'],
  authority: ['It grants access on an authority that does not count here ("by").', '其授权依据（“by”）在本节点不被认可。'],
  'unsupported-type': ['It is of a kind that is not known here, and is left aside.', '其签证类型在此未知，故不予采用。'],
  'not-the-askers': ['It speaks of somebody else than the person who shows it, as far as is known here.', '据本节点所知，它所述之人并非出示者本人。'],
  conditions: ['Its conditions are not met by the other visas shown.', '所出示的其他签证不满足其附带条件。'],
} as const satisfies Record<string, [string, string]>;

export type RefusalCode = keyof typeof REFUSALS;

/** A passport or visa that does not count, told by its digest: the token itself is kept nowhere. */
export interface Refusal {
  code: RefusalCode;
  reason: LanguageMap;
  what: 'passport' | 'visa' | 'token';
  /** As the token states it; nobody has vouched for it. */
  issuer?: string | undefined;
  /** SHA-256 in hex of the token, shortened to 16 characters. */
  token: string;
  /** Where in it, if there is such a place. */
  at?: string | undefined;
}

export const reasonOf = (code: RefusalCode): LanguageMap => ({ en: REFUSALS[code][0], zh: REFUSALS[code][1] });
