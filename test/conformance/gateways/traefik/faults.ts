import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';

export interface Dynamic {
  readonly http: {
    readonly routers: Record<string, Fields>;
    readonly middlewares: Record<string, Fields>;
    readonly services: Record<string, Json>;
  };
}

interface Fault {
  readonly name: string;
  readonly put: (http: Dynamic['http'], random: Random) => void;
}

/** Puts one thing in that Traefik does not take, or takes otherwise than meant. @returns its name */
export function spoil({ http }: Dynamic, random: Random): string {
  const fault = random.pick(FAULTS);
  fault.put(http, random);
  return fault.name;
}

const FAULTS: readonly [Fault, ...Fault[]] = [
  inGuard('frame_deny', { frame_deny: true }),
  inGuard('frameOptions', { frameOptions: 'DENY' }),
  inGuard('yes for a boolean', { frameDeny: 'yes' }),
  inGuard('no custom headers at all', { customResponseHeaders: {} }),
  inGuard('custom headers as a list of maps', { customResponseHeaders: [{ 'X-Frame-Options': 'DENY' }] }),
  inGuard('custom headers as a list of texts', { customResponseHeaders: ['X-Frame-Options: DENY'] }),
  inGuard('custom headers as a text', { customResponseHeaders: 'X-Frame-Options: DENY' }),
  inGuard('a map for a value', { customResponseHeaders: { 'X-Frame-Options': { value: 'DENY' } } }),
  inGuard('a list for a value', { customResponseHeaders: { 'X-Frame-Options': ['DENY'] } }),
  inGuard('a list for the policy', {
    contentSecurityPolicy: ["frame-ancestors 'self'", "default-src 'self'"],
  }),
  inGuard('a map for the policy', { contentSecurityPolicy: { 'frame-ancestors': 'self' } }),
  inGuard('a name with a colon', { customResponseHeaders: { 'X-Frame-Options:': 'DENY' } }),
  inGuard('a number for a boolean', { frameDeny: 2 }),
  guardIs('options without headers', { frameDeny: true }),
  guardIs('an empty middleware', {}),
  guardIs('headers null', { headers: null }),
  guardIs('headers empty', { headers: {} }),
  guardIs('frameDeny false alone', { headers: { frameDeny: false } }),
  guardIs('two kinds in one', { headers: { frameDeny: true }, compress: {} }),
  guardIs('a chain of itself', { chain: { middlewares: ['guard'] } }),
  guardIs('a chain of what does not exist', { chain: { middlewares: ['nobody'] } }),
  {
    name: 'middleware in the singular',
    put: (http) => void Object.assign(http, { middleware: { a: { compress: {} } } }),
  },
  inRouter('middlewares of another case', { middlewares: ['GUARD'] }),
  inRouter('a middleware of another provider', { middlewares: ['guard@docker'] }),
  inRouter('a middleware that does not exist', { middlewares: ['guard', 'nobody'] }),
  inRouter('a service that does not exist', { service: 'nobody' }),
  inRouter('no service', { service: null }),
  inRouter('an entry point that does not exist', { entryPoints: ['nowhere'] }),
  inRouter('some entry point that does not exist', { entryPoints: ['nowhere', 'web'] }),
  inRouter('a rule of version 2', { rule: 'Host(`shop.example`, `other.test`)' }),
  inRouter('a rule that is none', { rule: 'Host(shop.example)' }),
  inRouter('no rule', { rule: null }),
  inRouter('an unknown key', { middleware: ['guard'] }),
];

function inGuard(name: string, options: Fields): Fault {
  return {
    name,
    put: ({ middlewares }) => {
      const kept = (middlewares['guard']?.['headers'] ?? {}) as Fields;
      middlewares['guard'] = { headers: { ...kept, ...options } };
    },
  };
}

function guardIs(name: string, guard: Fields): Fault {
  return { name, put: ({ middlewares }) => void (middlewares['guard'] = guard) };
}

function inRouter(name: string, fields: Fields): Fault {
  return {
    name,
    put: ({ routers }, random) => {
      const chosen = random.any(Object.keys(routers));
      if (chosen !== undefined) routers[chosen] = { ...routers[chosen], ...fields };
    },
  };
}
