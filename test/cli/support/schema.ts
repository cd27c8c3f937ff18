type SchemaType = 'object' | 'array' | 'string' | 'integer' | 'boolean' | 'null';

/** The part of JSON Schema that docs/cli-json.md uses. */
export interface Schema {
  readonly type?: SchemaType | readonly SchemaType[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/**
 * What in a value differs from its schema, one line each. Stricter than the specification in one thing: a field that the
 * schema does not name is a fault, since the document is to tell all.
 */
export function violations(
  value: unknown,
  schema: Schema,
  root: Schema = schema,
  at = '$',
): readonly string[] {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return target === undefined ? [`${at}: no ${schema.$ref}`] : violations(value, target, root, at);
  }
  const wrong = (expected: string): readonly string[] => [
    `${at}: ${JSON.stringify(value)} is not ${expected}`,
  ];
  if (schema.const !== undefined && value !== schema.const) return wrong(JSON.stringify(schema.const));
  if (schema.enum?.includes(value) === false) return wrong(`one of ${JSON.stringify(schema.enum)}`);
  if (schema.type === undefined) return [];
  if (typeof schema.type !== 'string') {
    const [first = [], ...rest] = schema.type.map((type) => violations(value, { ...schema, type }, root, at));
    return rest.some((each) => each.length === 0) ? [] : first;
  }
  if (schema.type === 'null') return value === null ? [] : wrong('null');
  if (schema.type === 'array') {
    const { items } = schema;
    if (!Array.isArray(value)) return wrong('an array');
    return items === undefined
      ? []
      : value.flatMap((item, index) => violations(item, items, root, `${at}[${index}]`));
  }
  if (schema.type === 'integer') {
    return Number.isInteger(value) && Number(value) >= (schema.minimum ?? -Infinity)
      ? []
      : wrong('such an integer');
  }
  if (schema.type !== 'object') return typeof value === schema.type ? [] : wrong(schema.type);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('an object');
  const missing = (schema.required ?? []).filter((key) => !(key in value));
  return [
    ...missing.map((key) => `${at}: no ${key}`),
    ...Object.entries(value).flatMap(([key, field]) => {
      const known = schema.properties?.[key];
      return known === undefined
        ? [`${at}.${key}: not documented`]
        : violations(field, known, root, `${at}.${key}`);
    }),
  ];
}
