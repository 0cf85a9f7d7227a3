/** A file of MedMNIST. */
export interface MedMnistSet {
  /** Of the file, without `.npz`. */
  readonly name: string;
  readonly what: string;
  readonly shape: readonly number[];
  readonly classes: number;
  /** Examples for training, validation and test. */
  readonly counts: readonly [number, number, number];
  readonly md5: string;
  /** Default: CC BY 4.0. */
  readonly license?: string;
}

/** As the Python package medmnist 3.0.2 lists them; ChestMNIST has several labels an image and is left out. */
export const MED_MNIST_SETS: readonly MedMnistSet[] = [
  {
    name: 'pathmnist',
    what: 'tissue of the colon',
    shape: [28, 28, 3],
    classes: 9,
    counts: [89_996, 10_004, 7180],
    md5: 'a8b06965200029087d5bd730944a56c1'
  },
  {
    name: 'dermamnist',
    what: 'skin lesions',
    shape: [28, 28, 3],
    classes: 7,
    counts: [7007, 1003, 2005],
    md5: '0744692d530f8e62ec473284d019b0c7',
    license: 'CC BY-NC 4.0'
  },
  {
    name: 'octmnist',
    what: 'retinas (OCT)',
    shape: [28, 28, 1],
    classes: 4,
    counts: [97_477, 10_832, 1000],
    md5: 'c68d92d5b585d8d81f7112f81e2d0842'
  },
  {
    name: 'pneumoniamnist',
    what: 'chest X-rays of children',
    shape: [28, 28, 1],
    classes: 2,
    counts: [4708, 524, 624],
    md5: '28209eda62fecd6e6a2d98b1501bb15f'
  },
  {
    name: 'retinamnist',
    what: 'retinas, by grade',
    shape: [28, 28, 3],
    classes: 5,
    counts: [1080, 120, 400],
    md5: 'bd4c0672f1bba3e3a89f0e4e876791e4'
  },
  {
    name: 'breastmnist',
    what: 'breast ultrasound',
    shape: [28, 28, 1],
    classes: 2,
    counts: [546, 78, 156],
    md5: '750601b1f35ba3300ea97c75c52ff8f6'
  },
  {
    name: 'bloodmnist',
    what: 'blood cells',
    shape: [28, 28, 3],
    classes: 8,
    counts: [11_959, 1712, 3421],
    md5: '7053d0359d879ad8a5505303e11de1dc'
  },
  {
    name: 'tissuemnist',
    what: 'kidney cells',
    shape: [28, 28, 1],
    classes: 8,
    counts: [165_466, 23_640, 47_280],
    md5: 'ebe78ee8b05294063de985d821c1c34b'
  },
  {
    name: 'organamnist',
    what: 'organs (CT), axial',
    shape: [28, 28, 1],
    classes: 11,
    counts: [34_561, 6491, 17_778],
    md5: '68e3f8846a6bd62f0c9bf841c0d9eacc'
  },
  {
    name: 'organcmnist',
    what: 'organs (CT), coronal',
    shape: [28, 28, 1],
    classes: 11,
    counts: [12_975, 2392, 8216],
    md5: 'b9ceb9546e10131b32923c5bbeaea2b1'
  },
  {
    name: 'organsmnist',
    what: 'organs (CT), sagittal',
    shape: [28, 28, 1],
    classes: 11,
    counts: [13_932, 2452, 8827],
    md5: '9ab87b696fb54e2a387ebe992d6ed5f1'
  },
  {
    name: 'organmnist3d',
    what: 'organs (CT)',
    shape: [28, 28, 28, 1],
    classes: 11,
    counts: [971, 161, 610],
    md5: 'a0c5a1ff56af4f155c46d46fbb45a2fe'
  },
  {
    name: 'nodulemnist3d',
    what: 'nodules of the lung',
    shape: [28, 28, 28, 1],
    classes: 2,
    counts: [1158, 165, 310],
    md5: '8755a7e9e05a4d9ce80a24c3e7a256f3'
  },
  {
    name: 'adrenalmnist3d',
    what: 'adrenal glands',
    shape: [28, 28, 28, 1],
    classes: 2,
    counts: [1188, 98, 298],
    md5: 'bbd3c5a5576322bc4cdfea780653b1ce'
  },
  {
    name: 'fracturemnist3d',
    what: 'fractures of ribs',
    shape: [28, 28, 28, 1],
    classes: 3,
    counts: [1027, 103, 240],
    md5: '6aa7b0143a6b42da40027a9dda61302f'
  },
  {
    name: 'vesselmnist3d',
    what: 'vessels of the brain',
    shape: [28, 28, 28, 1],
    classes: 2,
    counts: [1335, 191, 382],
    md5: 'b41fd4f7e7e2feedddb201585ecafa1b'
  },
  {
    name: 'synapsemnist3d',
    what: 'synapses',
    shape: [28, 28, 28, 1],
    classes: 2,
    counts: [1230, 177, 352],
    md5: '1235b78a3cd6280881dd7850a78eadb6'
  }
];
