import type { CommandContext } from './main.ts';
import { LANGUAGE } from './language.ts';

const WORDS = {
  en: (kid: string, from: string) => `The key ${kid} signs from ${from} on.`,
  zh: (kid: string, from: string) => `密钥 ${kid} 自 ${from} 起用于签名。`,
};

/** Makes the next signing key, at once where the present one became known. */
export async function rotateKey({ door, answer }: CommandContext, use: string, given: string): Promise<void> {
  const { compromised = false } = JSON.parse(given) as { compromised?: boolean };
  const made = await door.call<{ kid: string; signsFrom: string }>('POST', '/api/v1/keys/rotation', { use, compromised });
  answer(made, () => WORDS[LANGUAGE](made.kid, made.signsFrom));
}
