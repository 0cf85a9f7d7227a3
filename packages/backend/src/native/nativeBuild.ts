import {cudaWheels} from './cudaWheels.ts';

/** Which native TensorFlow: the CPU build, or the CUDA build for an NVIDIA GPU. */
export type Variant = 'cpu' | 'gpu';

/** One pinned Python wheel. `pipPlatform` is the tag pip is asked for, so that the machine's own Python does not matter. */
export interface Wheel {
  readonly project: string;
  readonly version: string;
  readonly sha256: string;
  readonly pipPlatform: string;
  /** Size of the file, where it is large enough to be worth a percentage. */
  readonly bytes?: number;
}

/** What the native engine of one platform is made from: TensorFlow's wheel first, then the CUDA wheels beside it. */
export interface NativeBuild {
  readonly variant: Variant;
  readonly version: string;
  readonly wheels: readonly [Wheel, ...Wheel[]];
  /** Names of the two libraries, in the order in which the linker wants them. */
  readonly libraries: readonly [string, string];
  /** The oneDNN beside TensorFlow's own, where there is one. */
  readonly oneDnn?: {readonly library: string; readonly version: string};
}

const version = '2.21.0';

/** oneDNN for convolutions of our own: its library, and a newer release's headers, whose interface is the same. */
const oneDnn: readonly Wheel[] = [
  {
    project: 'onednn-cpu-gomp',
    version: '2023.2.0',
    sha256: '2f22a54d6a890ed14bfa185d42a4be65d8b5b1df85dc1f0f3a9abe31620416fb',
    pipPlatform: 'manylinux1_x86_64',
    bytes: 38888991
  },
  {
    project: 'onednn-devel',
    version: '2026.1.0',
    sha256: '5dc592efaed768834ac02d9086b350e08440501b11ea3f6b230a66551c9b5fac',
    pipPlatform: 'manylinux_2_28_x86_64'
  }
];

const linuxLibraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;
const macLibraries = ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'] as const;

const tensorflow = (project: string, pipPlatform: string, sha256: string, bytes?: number): Wheel => ({
  project,
  version,
  sha256,
  pipPlatform,
  bytes
});

const builds: Readonly<Record<string, NativeBuild>> = {
  'linux-x64-cpu': {
    variant: 'cpu',
    version,
    libraries: linuxLibraries,
    wheels: [
      tensorflow(
        'tensorflow-cpu',
        'manylinux_2_27_x86_64',
        '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
        273829956
      ),
      ...oneDnn
    ],
    oneDnn: {library: 'libdnnl.so.3', version: '3.2.0'}
  },
  'linux-x64-gpu': {
    variant: 'gpu',
    version,
    libraries: linuxLibraries,
    wheels: [
      tensorflow(
        'tensorflow',
        'manylinux_2_27_x86_64',
        '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124'
      ),
      ...cudaWheels
    ]
  },
  'linux-arm64-cpu': {
    variant: 'cpu',
    version,
    libraries: linuxLibraries,
    wheels: [
      tensorflow(
        'tensorflow',
        'manylinux_2_27_aarch64',
        '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c'
      )
    ]
  },
  'darwin-arm64-cpu': {
    variant: 'cpu',
    version,
    libraries: macLibraries,
    wheels: [
      tensorflow('tensorflow', 'macosx_12_0_arm64', '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88')
    ]
  }
};

/** The build for a platform, or nothing where TensorFlow has no wheel (Windows, macOS on Intel). */
export function nativeBuild(
  variant: Variant,
  platform: string = process.platform,
  arch: string = process.arch
): NativeBuild | undefined {
  return builds[`${platform}-${arch}-${variant}`];
}
