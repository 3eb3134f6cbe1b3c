/** An answer of a web server, not read yet. */
export interface WebDocument {
  /** Where it came from at last, redirects followed: the base of relative addresses in it. */
  url: string;
  /** Media type without parameters, in lower case; empty where the server states none. */
  mediaType: string;
  bytes(): AsyncIterable<Uint8Array>;
  /** The whole content, which must be valid UTF-8, held to the limit of one entry. */
  text(): Promise<string>;
}

export interface WebRequest {
  /** Media types asked for; anything where left out. */
  accept?: string;
}

/**
 * The one way to the web for whatever others wrote the addresses of. It reaches the host it was opened for and those the operator
 * allowed, no others; private and loopback addresses only where allowed by name, whatever DNS or a redirect says; asks a
 * host one thing at a time; holds to the limits of time and size; and counts what it takes in.
 */
export interface Web {
  /** Fails with a domain error that names the address: `forbidden` (may not be reached), `not-found` (404, 410), `unavailable`, `too-large`. */
  get(url: string, request?: WebRequest): Promise<WebDocument>;
  /** Whether a request would be allowed by the host's name alone, for those who would rather pass an address over. */
  mayReach(url: string): boolean;
}
