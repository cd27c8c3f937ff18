/** One rule of nginx in a sentence, a configuration that shows it, and what it answers. A real nginx is asked the same. */
export interface Spec {
  readonly says: string;
  /** What stands in the `http` block; placeholders as in the record. */
  readonly http: string;
  /** Request → status and the values of the header `X` (or of another, named behind `#`). */
  readonly asks: Readonly<Record<string, string>>;
  /** `>=1.29.3`: the releases for which it holds; absent: all. */
  readonly nginx?: string;
}

/** A request without the name of the header behind it. */
export function parseAsk(ask: string): { readonly request: string; readonly header: string } {
  const [request = '', header = 'X'] = ask.split(' # ');
  return { request, header };
}
