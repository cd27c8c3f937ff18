import type { Random } from '../../../nginx/generate/random.ts';
import { list, mutation } from './headers.ts';
import type { Fields, Json } from '../support/render.ts';

export const HTTP = 'type.googleapis.com/envoy.extensions.filters.http';
const MUTATION = 'envoy.filters.http.header_mutation';

export function mutationFilter(random: Random, name = MUTATION): Json {
  return {
    name,
    typed_config: {
      '@type': `${HTTP}.header_mutation.v3.HeaderMutation`,
      mutations: { response_mutations: list(random, () => mutation(random)) },
      ...(random.chance(0.2) && { most_specific_header_mutations_wins: true }),
    },
  };
}

export function perFilter(random: Random, chance: number): Fields {
  if (!random.chance(chance)) return {};
  const config = random.pick<() => Json>([
    () => ({
      '@type': `${HTTP}.header_mutation.v3.HeaderMutationPerRoute`,
      mutations: { response_mutations: list(random, () => mutation(random)) },
    }),
    () => ({ '@type': 'type.googleapis.com/envoy.config.route.v3.FilterConfig', disabled: true }),
  ])();
  return { typed_per_filter_config: { [random.chance(0.8) ? MUTATION : 'lua']: config } };
}

const SCRIPTS = [
  'h:headers():replace("X-Frame-Options", "DENY")',
  'h:headers():add("x-frame-options", "SAMEORIGIN")',
  'local headers = h:headers()\nheaders:remove("X-Frame-Options")\nheaders:add("X-Frame-Options", "DENY")',
  'if h:headers():get("X-Frame-Options") == nil then\n  h:headers():add("X-Frame-Options", "DENY")\nend',
  "h:headers():remove('content-security-policy')",
] as const;

export function filters(random: Random): readonly Json[] {
  const made: Json[] = [];
  if (random.chance(0.3)) made.push(mutationFilter(random));
  if (random.chance(0.12))
    made.push({ name: 'lua', typed_config: lua(random), ...(random.chance(0.15) && { disabled: true }) });
  if (random.chance(0.08)) made.push(mutationFilter(random, 'second'));
  if (random.chance(0.06)) {
    const rules = {
      action: random.pick(['DENY', 'ALLOW']),
      policies: { all: { permissions: [{ any: true }], principals: [{ any: true }] } },
    };
    made.push({ name: 'envoy.filters.http.rbac', typed_config: { '@type': `${HTTP}.rbac.v3.RBAC`, rules } });
  }
  if (random.chance(0.06)) {
    const abort = {
      http_status: 418,
      percentage: { numerator: random.pick([0, 100]), denominator: 'HUNDRED' },
    };
    made.push({
      name: 'envoy.filters.http.fault',
      typed_config: { '@type': `${HTTP}.fault.v3.HTTPFault`, abort },
    });
  }
  if (random.chance(0.1))
    made.push({ name: 'envoy.filters.http.cors', typed_config: { '@type': `${HTTP}.cors.v3.Cors` } });
  return made.toSorted(() => random.below(3) - 1);
}

function lua(random: Random): Json {
  const script = `function envoy_on_response(h)\n${random.pick(SCRIPTS)}\nend\n`;
  return { '@type': `${HTTP}.lua.v3.Lua`, default_source_code: { inline_string: script } };
}
