import type { ApiNodeKeys } from '../contract.ts';
import type { CommandContext } from './main.ts';
import { LANGUAGE } from './language.ts';

const WORDS = {
  en: (kid: string, from: string) => `The key ${kid} signs from ${from} on.`,
  zh: (kid: string, from: string) => `密钥 ${kid} 自 ${from} 起用于签名。`,
};

const NODE_WORDS = {
  en: (kid: string, compromised: boolean) =>
    `The key ${kid} signs now.${compromised ? ' The one before it counts for nothing any more; what this node publishes is signed anew.' : ''}`,
  zh: (kid: string, compromised: boolean) => `现用密钥 ${kid} 签名。${compromised ? '先前的密钥已吊销；本节点发布的内容将重新签名。' : ''}`,
};

/** Makes the next signing key, at once where the present one became known; that of the node itself always at once. */
export async function rotateKey({ door, answer }: CommandContext, use: string, given: string): Promise<void> {
  const { compromised = false } = JSON.parse(given) as { compromised?: boolean };
  if (use === 'node') {
    const keys = await door.call<ApiNodeKeys>('POST', `/api/v1/federation/keys/${compromised ? 'revocation' : 'rotation'}`, {});
    return answer(keys, () => NODE_WORDS[LANGUAGE](keys.present, compromised));
  }
  const made = await door.call<{ kid: string; signsFrom: string }>('POST', '/api/v1/keys/rotation', { use, compromised });
  answer(made, () => WORDS[LANGUAGE](made.kid, made.signsFrom));
}
