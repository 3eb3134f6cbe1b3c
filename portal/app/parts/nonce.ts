import { createContext } from 'react';

/** What the content security policy asks of inline scripts; known to the server only. */
export const Nonce = createContext<string | undefined>(undefined);
