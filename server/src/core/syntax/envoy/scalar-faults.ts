import { endsHeaderLine } from '../../text/header-text.ts';
import type { YamlScalar } from '../yaml/node.ts';
import { envoyScalar } from './fields.ts';
import type { EnvoyField } from './schema.ts';

/** Filled in before Envoy reads the file: nothing can be said of it. */
export const TEMPLATE = /\{\{|\{%|\$\{|<%|\$\(|\$[A-Z_]|__[A-Z0-9_]+__/;

/** Why a scalar does not fit its field, as a clause. */
export function faultOf(value: YamlScalar, field: EnvoyField): string | undefined {
  const scalar = envoyScalar(value);
  const { name, type } = field;
  if (scalar.kind === 'null' || type.kind === 'message' || type.kind === 'enum') return undefined;
  switch (type.kind) {
    case 'string':
    case 'header':
    case 'bytes':
      if (scalar.kind !== 'string') return `${name} is a text, so ${value.text} needs quotes`;
      if (type.kind === 'header' && endsHeaderLine(scalar.value)) return `${name} may not hold a line end`;
      return field.required && scalar.value === '' ? `${name} may not be empty` : undefined;
    case 'bool':
      if (scalar.kind === 'bool' || (scalar.kind === 'string' && /^(true|false)$/.test(scalar.value)))
        return undefined;
      return `${name} is true or false`;
    case 'int':
    case 'uint': {
      const isNumber = scalar.kind === 'number' || (scalar.kind === 'string' && /^-?\d+$/.test(scalar.value));
      if (!isNumber) return `${name} is a whole number`;
      const isSigned = type.kind === 'int' || Number(scalar.value) >= 0;
      return isSigned && isWithin(Number(scalar.value), field)
        ? undefined
        : `${name} may not be ${value.text}`;
    }
    case 'double':
      if (scalar.kind === 'number' || (scalar.kind === 'string' && /^[-+.\de]+$/i.test(scalar.value)))
        return undefined;
      return `${name} is a number`;
    case 'duration':
      return scalar.kind === 'string' && /^-?\d+(\.\d{1,9})?s$/.test(scalar.value)
        ? undefined
        : `${name} is a duration such as 0.25s`;
    default:
      return undefined;
  }
}

export function isWithin(value: number, { bounds }: EnvoyField): boolean {
  return bounds.every(([sign, limit]) => {
    if (sign === '<') return value < limit;
    if (sign === '<=') return value <= limit;
    return sign === '>' ? value > limit : value >= limit;
  });
}
