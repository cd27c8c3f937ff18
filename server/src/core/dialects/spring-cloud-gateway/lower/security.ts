import { propertyAt, type Property } from '../config/property.ts';

/**
 * The properties of Spring Security: where they stand it is on the class path, and writes `X-Frame-Options: DENY` unless
 * the application's code says otherwise.
 */
export function securityOf(documents: readonly Property[]): Property | undefined {
  for (const document of documents) {
    const security = propertyAt(document, 'spring', 'security');
    if (security !== undefined) return security;
  }
  return undefined;
}

export function hasSecurity(documents: readonly Property[]): boolean {
  return securityOf(documents) !== undefined;
}
