import type { Span } from '../../model/place.ts';
import type { YamlNode } from '../yaml/node.ts';
import { TEMPLATE } from './scalar-faults.ts';

export interface TypedConfigFault {
  readonly at: Span;
  /** The field that it is about; empty for the configuration as a whole. */
  readonly name: string;
  /** As a clause. */
  readonly why: string;
}

/** Types of the API before the third, which Envoy no longer has; none of them was carried over under its name. */
const OLD = /(?:^|\.)v[12](?:alpha\d*)?\./;

/** What is wrong with a typed configuration (google.protobuf.Any) before its own message is looked at. */
export function typedConfigFault(value: YamlNode): TypedConfigFault | undefined {
  const whole = (why: string): TypedConfigFault => ({ at: value.at, name: '', why });
  if (value.kind === 'seq') return whole('a typed configuration is a map with @type');
  if (value.kind === 'scalar') {
    const isOpen = value.isNull || TEMPLATE.test(value.text);
    return isOpen ? undefined : whole('a typed configuration is a map with @type');
  }
  const type = value.entries.find((entry) => entry.key.text === '@type')?.value;
  if (type === undefined)
    return value.entries.length > 0 ? whole('a typed configuration needs @type') : undefined;
  if (type.kind === 'scalar' && TEMPLATE.test(type.text)) return undefined;
  const ofType = (why: string): TypedConfigFault => ({ at: type.at, name: '@type', why });
  if (type.kind !== 'scalar' || !/.\/./.test(type.text)) {
    return ofType('@type is a text such as type.googleapis.com/…');
  }
  const name = type.text.slice(type.text.lastIndexOf('/') + 1);
  return OLD.test(name) ? ofType(`Envoy no longer knows the type ${name}`) : undefined;
}
