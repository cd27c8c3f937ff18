import { canonical, propertyAt, type Property } from './property.ts';

/**
 * What a file says of profiles beside its own: which belong together (`spring.profiles.group`), and which are active
 * whatever else is (`spring.profiles.include`). Boot reads both in documents without a profile only.
 */
export interface ProfileSettings {
  readonly included: readonly string[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

export function profileSettings(unconditional: readonly Property[]): ProfileSettings {
  const groups = new Map<string, readonly string[]>();
  let included: readonly string[] = [];
  for (const properties of unconditional) {
    const include = propertyAt(properties, 'spring', 'profiles', 'include');
    if (include !== undefined) included = textsOf(include);
    const group = propertyAt(properties, 'spring', 'profiles', 'group');
    for (const [name, members] of group?.children ?? []) groups.set(canonical(name), textsOf(members));
  }
  return { included, groups };
}

/** The profiles that are active where these are asked for, in order: a later one's files win (Boot's Profiles class). */
export function expanded(
  asked: readonly string[],
  { included, groups }: ProfileSettings,
): ReadonlySet<string> {
  const own = included.length === 0 ? asked : asked.filter((name) => name !== 'default');
  const active = new Set<string>();
  const add = (name: string): void => {
    if (active.has(name)) return;
    active.add(name);
    for (const member of groups.get(canonical(name)) ?? []) add(member);
  };
  for (const name of [...included, ...own]) add(name);
  return active;
}

/** A list, or a text with commas. */
export function textsOf(property: Property | undefined): readonly string[] {
  if (property === undefined) return [];
  const { value, children } = property;
  if (value?.kind === 'scalar') {
    return value.text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '' && !value.isNull);
  }
  return [...children.values()].flatMap((each) => (each.value?.kind === 'scalar' ? [each.value.text] : []));
}
