import type { GatewayRequest } from '../core/index.ts';

type HeaderPairs = NonNullable<GatewayRequest['headers']>;

/** The requests of a document, or all that is wrong with it; what was passed over in either case. */
export interface ParsedRequests {
  readonly requests: readonly GatewayRequest[];
  /** One line each, with the index of the request. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** RFC 9110 section 5.6.2: what a method and a header's name are made of. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** As far as the port; the path is what a gateway makes of it. */
const HTTP_URL = /^https?:\/\/(?:[^@/?#]*@)?(?:\[[0-9a-f:.]+\]|[^\s@:/?#[\]]+)(?::(\d{1,5}))?(?:[/?#]|$)/i;
// eslint-disable-next-line no-control-regex -- they would end a request line or a header line
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f]/;
/** Half of a pair stands for no character, so no bytes could be sent for it. */
const HALF_PAIR = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export function isHttpUrl(text: string): boolean {
  const match = HTTP_URL.exec(text);
  return match !== null && Number(match[1] ?? 0) <= 65_535 && isSendable(text);
}

export function isMethod(text: string): boolean {
  return TOKEN.test(text);
}

export function isHeader(name: string, value: string): boolean {
  return TOKEN.test(name) && isSendable(value);
}

function isSendable(text: string): boolean {
  return !CONTROLS.test(text) && !HALF_PAIR.test(text);
}

/** Reads a JSON array of requests. `null` counts as absent; a field that a request does not have is passed over, and told. */
export function parseRequests(text: string): ParsedRequests {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { requests: [], problems: [`no JSON: ${why}`], notes: [] };
  }
  if (!Array.isArray(json)) {
    return { requests: [], problems: ['not an array of requests such as [{"url": "http://…/"}]'], notes: [] };
  }
  const reader = new RequestReader();
  const requests = json.map((entry: unknown, index) => reader.request(entry, `[${index}]`));
  return { requests, problems: reader.problems, notes: [...reader.notes.values()] };
}

/** Collects what is wrong with requests; one that was read is of use only where that is nothing. */
class RequestReader {
  readonly problems: string[] = [];
  /** By field: a misspelling is told once, however many requests have it. */
  readonly notes = new Map<string, string>();

  request(entry: unknown, at: string): GatewayRequest {
    if (!isObject(entry)) {
      this.#wrong(at, 'is not an object');
      return { url: '' };
    }
    this.#passOver(entry, at, '', ['url', 'method', 'headers', 'upstream']);
    const { url, method } = entry;
    const isGood = typeof url === 'string' && isHttpUrl(url);
    if (!isGood)
      this.#wrong(`${at}.url`, url === undefined ? 'is missing' : 'is not an absolute http or https URL');
    if (isGiven(method) && (typeof method !== 'string' || !isMethod(method)))
      this.#wrong(`${at}.method`, 'is not an HTTP method');
    const headers = this.#headers(entry['headers'], `${at}.headers`);
    const upstream = this.#upstream(entry['upstream'], at);
    return {
      url: isGood ? url : '',
      ...(typeof method === 'string' && { method }),
      ...(headers && { headers }),
      ...(upstream && { upstream }),
    };
  }

  #upstream(value: unknown, at: string): GatewayRequest['upstream'] {
    if (!isGiven(value)) return undefined;
    if (!isObject(value)) {
      this.#wrong(`${at}.upstream`, 'is not an object');
      return undefined;
    }
    this.#passOver(value, at, '.upstream', ['status', 'headers']);
    const { status } = value;
    const headers = this.#headers(value['headers'], `${at}.upstream.headers`);
    if (isGiven(status) && !isStatus(status))
      this.#wrong(`${at}.upstream.status`, 'is not a status from 100 to 599');
    return { ...(isStatus(status) && { status }), ...(headers && { headers }) };
  }

  #headers(value: unknown, at: string): HeaderPairs | undefined {
    if (!isGiven(value)) return undefined;
    if (!Array.isArray(value)) {
      this.#wrong(at, 'is not an array of [name, value] pairs');
      return undefined;
    }
    return value.flatMap((pair: unknown, index): HeaderPairs => {
      const [name, text, ...more] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
      if (typeof name === 'string' && typeof text === 'string' && more.length === 0 && isHeader(name, text))
        return [[name, text]];
      this.#wrong(`${at}[${index}]`, 'is not a pair of a header’s name and its value');
      return [];
    });
  }

  #wrong(at: string, what: string): void {
    this.problems.push(`${at} ${what}`);
  }

  #passOver(value: object, at: string, inside: string, known: readonly string[]): void {
    for (const key of Object.keys(value)) {
      const field = `${inside}.${key}`;
      if (!known.includes(key) && !this.notes.has(field))
        this.notes.set(field, `${at}${field} is no field of a request; it is passed over`);
    }
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStatus(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599;
}
