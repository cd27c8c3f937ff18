import type { Random } from '../../../../nginx/generate/random.ts';

/** A property that every generated file defines. */
export const FRAME_PROPERTY = 'app.frame';

export function headerName(random: Random): string {
  return random.pick([
    'X-Frame-Options',
    'X-Frame-Options',
    'X-Frame-Options',
    'Content-Security-Policy',
    'Content-Security-Policy',
    'x-frame-options',
    'X-FRAME-OPTIONS',
    'content-security-policy',
    'X-Frame-Option',
    'X-Other',
  ]);
}

/** @param comma whether the value may have commas of its own */
export function headerValue(name: string, random: Random, comma = false): string {
  if (random.chance(0.04)) return random.pick(['${app.frame}', '${app.nothing:SAMEORIGIN}']);
  if (random.chance(0.03)) return random.pick(['{segment}', 'x-{segment}', '{sub}']);
  if (/policy/i.test(name)) {
    const values = [
      "frame-ancestors 'self'",
      "frame-ancestors 'none'",
      "default-src 'self'; frame-ancestors https://portal.example",
      "default-src 'self'",
      'frame-ancestors *',
      'upgrade-insecure-requests',
    ] as const;
    return comma && random.chance(0.2) ? "default-src 'self', frame-ancestors 'none'" : random.pick(values);
  }
  if (comma && random.chance(0.1)) return 'DENY, SAMEORIGIN';
  return random.pick([
    'DENY',
    'DENY',
    'SAMEORIGIN',
    'SAMEORIGIN',
    'deny',
    'ALLOWALL',
    'ALLOW-FROM https://portal.example',
    '"DENY"',
    'same-origin',
  ]);
}
