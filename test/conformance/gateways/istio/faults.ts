import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';

interface Fault {
  readonly name: string;
  /** What stands in the first item instead. */
  readonly put?: Fields;
  /** What stands in `spec` instead. */
  readonly spec?: Fields;
}

/** Puts one thing in that Istio refuses, or takes otherwise than meant. @returns its name */
export function spoil(service: Fields, random: Random): string {
  const fault = random.pick(FAULTS);
  const spec = service['spec'] as Fields;
  const [first, ...rest] = spec['http'] as readonly Fields[];
  spec['http'] = [{ ...first, ...fault.put }, ...rest];
  Object.assign(spec, fault.spec);
  return fault.name;
}

const FAULTS: readonly [Fault, ...Fault[]] = [
  set('a lone percent sign', { 'X-Frame-Options': '100%' }),
  set('an unknown command', { 'X-Frame-Options': '%NOTHING%' }),
  set('a command with a number', { 'X-Frame-Options': 'abc%123' }),
  set('a boolean', { 'X-Frame-Options': true }),
  set('a number', { 'X-Frame-Options': 5 }),
  set('a null', { 'X-Frame-Options': null }),
  set('a list', [{ name: 'X-Frame-Options', value: 'DENY' }]),
  set('Host', { Host: 'a.example' }),
  set('a pseudo header', { ':status': '200' }),
  set('a line break', { 'X-Frame-Options': 'DE\nNY' }),
  set('a tab', { 'X-Frame-Options': 'DENY\t' }),
  set('an empty name', { '': 'DENY' }),
  set('a template', { 'X-Frame-Options': '{DENY}' }),
  { name: 'remove as a text', put: { headers: { response: { remove: 'X-Frame-Options' } } } },
  { name: 'remove Host', put: { headers: { response: { remove: ['Host'] } } } },
  { name: 'remove nothing', put: { headers: { response: { remove: [''] } } } },
  {
    name: 'response and headers exchanged',
    put: { response: { headers: { set: { 'X-Frame-Options': 'DENY' } } } },
  },
  { name: 'an old field', put: { appendResponseHeaders: { 'X-Frame-Options': 'DENY' } } },
  {
    name: 'headers in match',
    put: { match: [{ headers: { response: { set: { 'X-Frame-Options': 'DENY' } } } }] },
  },
  { name: 'every host in the mesh', spec: { gateways: ['mesh', 'istio-system/edge'] } },
  { name: 'hosts that overlap', spec: { hosts: ['*', 'shop.example'] } },
  { name: 'hosts that overlap by a wildcard', spec: { hosts: ['*.example', 'a.shop.example'] } },
  { name: 'headers null', put: { headers: null } },
  { name: 'response empty', put: { headers: { response: {} } } },
  { name: 'headers as a list', put: { headers: [{ response: { set: { 'X-Frame-Options': 'DENY' } } }] } },
];

function set(name: string, value: Json): Fault {
  return { name, put: { headers: { response: { set: value } } } };
}
