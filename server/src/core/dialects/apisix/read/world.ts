import type { Unit } from '../../../model/dialect.ts';
import { isRendered } from '../../../syntax/kubernetes/judge.ts';
import { ObjectIndex, objectsOf } from '../../../syntax/kubernetes/objects.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { readAdc } from './adc.ts';
import { isBootConfig, readBootConfig } from './boot-config.ts';
import { readKubernetes } from './kubernetes.ts';
import type { Setup } from './setup.ts';
import { isAdc, isStandalone, readStandalone } from './standalone.ts';

/** Each apisix.yaml, each file of ADC, and the objects of a cluster. */
export function readSetups(unit: Unit<YamlFile>): readonly Setup[] {
  const files = unit.files.map(({ tree }) => tree);
  const boots = new Map(
    files
      .filter(
        ({ file, documents }) => /config[^/]*\.ya?ml$/i.test(file.uri) && isBootConfig(documents[0]?.root),
      )
      .map((file) => [folderOf(file), readBootConfig(file)]),
  );
  const alone = files.flatMap((file): readonly Setup[] => {
    const [document] = file.documents;
    const root = document?.root;
    if (document === undefined) return [];
    if (isStandalone(root)) return [readStandalone(file, document, root, boots.get(folderOf(file)))];
    return isAdc(root) ? [readAdc(document, root)] : [];
  });
  const objects = files.flatMap((file) => objectsOf(file)).filter(isRendered);
  const cluster = readKubernetes(new ObjectIndex(objects));
  return [...alone.map((setup) => beside(setup, alone)), ...(cluster ? [cluster] : [])];
}

/** ADC may be given several files at once: global rules of one beside it may hold for this one too. */
function beside(setup: Setup, all: readonly Setup[]): Setup {
  if (setup.kind !== 'adc' || setup.globals.length > 0) return setup;
  const uri = setup.root?.document.file.uri ?? '';
  const folder = uri.replace(/[^/]*$/, '');
  const others = all.some(
    (each) =>
      each !== setup &&
      each.kind === 'adc' &&
      each.globals.length > 0 &&
      each.root?.document.file.uri.replace(/[^/]*$/, '') === folder,
  );
  return others ? { ...setup, isSure: false } : setup;
}

function folderOf({ file }: YamlFile): string {
  return file.uri.replace(/[^/]*$/, '');
}
