import type { Parsed } from '../../../model/dialect.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { expanded, profileSettings, textsOf } from './active.ts';
import { duplicateKey, propertyAt, readProperties, type Property } from './property.ts';
import { allProfiles, anyProfile, activations, type ProfileTest } from './profile.ts';

/** One document of an application's configuration. */
export interface Source {
  readonly properties: Property;
  /** Absent: it always counts. */
  readonly profile?: ProfileTest;
  /** The profile that its file is named for. */
  readonly file?: string;
}

/** The files that one application reads, in Spring's order: later ones win. */
export interface Application {
  readonly sources: readonly Source[];
}

/** The documents that count under some set of active profiles. */
export interface Activation {
  readonly profiles: ReadonlySet<string>;
  readonly sources: readonly Source[];
}

/** `application.yml` and `application-prod.yml` of one folder belong together; a profile's file alone stands alone. */
export function applicationsOf(files: readonly Parsed<YamlFile>[]): readonly Application[] {
  const named = files.map((parsed) => {
    const [, folder = '', stem = ''] = /^(.*\/)?([^/]*?)(?:\.ya?ml)?$/i.exec(parsed.file.uri) ?? [];
    return { parsed, folder, stem };
  });
  return named.flatMap((main) => {
    const isPiece = named.some((other) => profileOf(main, other) !== undefined);
    if (isPiece) return [];
    const pieces = named.flatMap((other) => {
      const profile = profileOf(other, main);
      return profile === undefined ? [] : sourcesOf(other.parsed, decodeURIComponent(profile));
    });
    return [{ sources: [...sourcesOf(main.parsed), ...pieces] }];
  });
}

interface Named {
  readonly folder: string;
  readonly stem: string;
}

function profileOf(piece: Named, main: Named): string | undefined {
  if (piece.folder !== main.folder || !piece.stem.startsWith(`${main.stem}-`)) return undefined;
  return piece.stem.slice(main.stem.length + 1);
}

function sourcesOf({ tree }: Parsed<YamlFile>, file?: string): readonly Source[] {
  return tree.documents.map((document) => {
    const properties = readProperties(document);
    const expressions = textsOf(propertyAt(properties, 'spring', 'config', 'activate', 'onprofile'));
    const own = expressions.length === 0 ? [] : [anyProfile(expressions)];
    const tests = [...(file === undefined ? [] : [anyProfile([file])]), ...own];
    return {
      properties,
      ...(tests.length > 0 && { profile: allProfiles(tests) }),
      ...(file !== undefined && { file }),
    };
  });
}

/** @param known the profiles that are active, where somebody told us */
export function activationsOf({ sources }: Application, known?: readonly string[]): readonly Activation[] {
  const tests = sources.flatMap(({ profile }) => profile ?? []);
  const settings = profileSettings(
    sources.flatMap(({ profile, properties }) => (profile === undefined ? [properties] : [])),
  );
  const candidates: readonly Iterable<string>[] =
    known === undefined ? activations(tests) : [known.length === 0 ? ['default'] : known];
  const seen = new Set<string>();
  return candidates.flatMap((asked) => {
    const profiles = expanded([...asked], settings);
    const active = [...profiles];
    // Files named for profiles come after all others, in the order of the profiles.
    const counting = sources
      .filter(({ profile }) => profile?.holds(profiles) !== false)
      .toSorted((a, b) => rankOf(a, active) - rankOf(b, active));
    const key = counting.map((source) => sources.indexOf(source)).join(' ');
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ profiles, sources: counting }];
  });
}

function rankOf({ file }: Source, active: readonly string[]): number {
  return file === undefined ? -1 : active.indexOf(file);
}

/** Why Boot's loader takes none of an application's files, and where. */
export function doubledKeyOf({ sources }: Application): Property['at'] | undefined {
  for (const { properties } of sources) {
    const key = duplicateKey(properties.document.root);
    if (key !== undefined) return properties.document.place(key.at);
  }
  return undefined;
}

/** `spring.profiles: prod`, which Boot reads up to 2.3 only; with Boot 3 the application does not start. */
export function legacyProfiles({ sources }: Pick<Application, 'sources'>): readonly Property[] {
  return sources.flatMap(({ properties }) => {
    const profiles = propertyAt(properties, 'spring', 'profiles');
    const kind = profiles?.value?.kind;
    return profiles !== undefined && (kind === 'scalar' || kind === 'seq') ? [profiles] : [];
  });
}
