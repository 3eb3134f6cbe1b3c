/** A browser as far as addresses, cookies and redirects go: cookies by host and path, redirects followed one at a time. */
export class Visitor {
  readonly #cookies: { host: string; name: string; path: string; value: string }[] = [];
  /** The attributes of every cookie as it was set, by name. */
  readonly set = new Map<string, string>();

  cookiesFor(address: string): string {
    const { hostname, pathname } = new URL(address);
    const under = (path: string) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
    return this.#cookies
      .filter(({ host, path }) => host === hostname && under(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  /** One request; cookies that come back are kept. */
  async ask(address: string, init: RequestInit = {}): Promise<Response> {
    const cookie = this.cookiesFor(address);
    const answer = await fetch(address, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie ? { cookie } : {}), ...(init.headers as Record<string, string>) },
    });
    const { hostname, pathname } = new URL(address);
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((it) => it.trim());
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      const named = (wanted: string) => attributes.find((it) => it.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
      const path = named('path') ?? (pathname.slice(0, pathname.lastIndexOf('/')) || '/');
      this.set.set(name, line);
      const at = this.#cookies.findIndex((it) => it.host === hostname && it.name === name && it.path === path);
      if (at >= 0) this.#cookies.splice(at, 1);
      const past = named('max-age') === '0' || (named('expires') && new Date(named('expires') as string) < new Date());
      if (value !== '' && !past) this.#cookies.push({ host: hostname, name, path, value });
    }
    return answer;
  }

  /** Goes on as long as it is led on; answers every address it came to, the last one first answered otherwise. */
  async follow(address: string, stop: (next: URL) => boolean = () => false): Promise<{ answer: Response; at: URL; way: string[] }> {
    const way: string[] = [];
    let at = new URL(address);
    for (let hops = 0; hops < 20; hops++) {
      const answer = await this.ask(at.href);
      way.push(at.href);
      const location = answer.headers.get('location');
      if (!location || answer.status < 300 || answer.status > 399) return { answer, at, way };
      at = new URL(location, at);
      if (stop(at)) return { answer, at, way };
    }
    throw new Error(`led on without end: ${way.join(' → ')}`);
  }
}
