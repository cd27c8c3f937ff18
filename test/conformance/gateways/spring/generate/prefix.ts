import type { Random } from '../../../../nginx/generate/random.ts';
import type { Fields, Json } from './shape.ts';

/** Properties below a prefix, in one of the ways in which Boot reads it: nested, dotted, or a bit of both. */
export function placed(prefix: readonly string[], fields: Fields, random: Random): Fields {
  const way = random.below(100);
  if (way < 8) return { [prefix.join('.')]: fields };
  if (way < 16) {
    const cut = 1 + random.below(prefix.length - 1);
    return { [prefix.slice(0, cut).join('.')]: { [prefix.slice(cut).join('.')]: fields } };
  }
  if (way < 20) return Object.fromEntries(flat(prefix.join('.'), fields));
  const names = way < 23 ? prefix.map((name) => name.toUpperCase()) : prefix;
  return names.reduceRight<Json>((inner, name) => ({ [name]: inner }), fields) as Fields;
}

/** `a.b[0].c: value`, as in a properties file. */
function flat(name: string, value: Json): readonly [string, Json][] {
  if (Array.isArray(value) && value.length > 0)
    return (value as readonly Json[]).flatMap((item, index) => flat(`${name}[${index}]`, item));
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [[name, value]];
  return Object.entries(value).flatMap(([key, each]) =>
    flat(key.startsWith('[') ? `${name}${key}` : `${name}.${key}`, each),
  );
}
