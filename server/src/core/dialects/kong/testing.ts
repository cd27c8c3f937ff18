/** A declarative configuration. */
export function native(text: string): string {
  return `_format_version: "3.0"\n${text}\n`;
}

export const SHOP = `services:
  - name: shop
    url: http://shop.internal:8080
    routes:
      - name: shop-web
        paths: ["/"]`;

/** A transformer that sets X-Frame-Options. */
export function both(value: string, more = ''): string {
  const list = `{headers: ["X-Frame-Options:${value}"]}`;
  return `{name: response-transformer, ${more}config: {add: ${list}, replace: ${list}}}`;
}
