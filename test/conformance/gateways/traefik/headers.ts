import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';

/** Options of the headers middleware as people write them, and some as they should not. */

const FRAMES = [
  'DENY',
  'SAMEORIGIN',
  'sameorigin',
  'ALLOWALL',
  ' DENY ',
  '',
  'ALLOW-FROM https://a.example',
] as const;
const POLICIES = [
  "frame-ancestors 'self'",
  "default-src 'self'",
  'frame-ancestors https://a.example',
] as const;
const NAMES = ['X-Frame-Options', 'x-frame-options', 'Content-Security-Policy', 'X-Other'] as const;

/** @param isTyped of the kinds that the schema of the custom resource wants: an API server takes nothing else */
export function headers(random: Random, isTyped = false): Fields {
  const fields: Fields = {};
  if (random.chance(0.4))
    fields['frameDeny'] =
      isTyped || random.chance(0.85) ? true : random.pick<Json>(['true', 1, 't', false, null]);
  if (random.chance(0.4)) fields['customFrameOptionsValue'] = random.pick(FRAMES);
  if (random.chance(0.25)) fields['contentSecurityPolicy'] = random.pick(POLICIES);
  if (random.chance(0.1)) fields['contentSecurityPolicyReportOnly'] = random.pick(POLICIES);
  if (random.chance(0.4)) fields['customResponseHeaders'] = custom(random, isTyped);
  if (random.chance(0.1)) fields['customRequestHeaders'] = { 'X-Frame-Options': 'DENY' };
  if (random.chance(0.15)) fields['stsSeconds'] = 31536000;
  if (random.chance(0.08)) fields['isDevelopment'] = true;
  if (random.chance(0.06)) fields['allowedHosts'] = ['shop.example'];
  if (random.chance(0.06)) fields['sslProxyHeaders'] = { 'X-Forwarded-Proto': 'https' };
  if (random.chance(0.06)) fields['accessControlAllowOriginList'] = ['https://a.example'];
  if (random.chance(0.05)) fields['accessControlAllowMethods'] = ['GET'];
  if (Object.keys(fields).length === 0) fields['frameDeny'] = true;
  return fields;
}

function custom(random: Random, isTyped: boolean): Json {
  const entries = Array.from({ length: 1 + random.below(2) }, (): [string, Json] => {
    const name = random.pick(NAMES);
    if (random.chance(0.15)) return [name, ''];
    if (!isTyped && random.chance(0.05)) return [name, null];
    if (!isTyped && random.chance(0.05)) return [name, random.pick<Json>([10, true, 1.5])];
    return [name, name === 'Content-Security-Policy' ? random.pick(POLICIES) : random.pick(FRAMES)];
  });
  // Two spellings of one name come in an order that changes from answer to answer.
  const names = new Set<string>();
  const kept = entries.filter(([name]) => !names.has(name.toLowerCase()) && names.add(name.toLowerCase()));
  return Object.fromEntries(kept.every(([, value]) => value === null) ? [['X-Other', 'a']] : kept);
}
