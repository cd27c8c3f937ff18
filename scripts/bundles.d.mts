import type { BuildOptions } from 'esbuild';

export declare const bundles: readonly BuildOptions[];
export declare const shared: BuildOptions;
