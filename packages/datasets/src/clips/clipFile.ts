/** Frames as they are stored: [frames, height, width, channels], bytes. */
export interface Frames {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Where the frames of one clip are. */
export interface ClipFile {
  /** A video file, or a folder of frames as images. */
  readonly path: string;
  readonly kind: 'video' | 'frames';
  /** The first frame of the clip, counted from 0. */
  readonly start: number;
  readonly label: number;
}

/** How frames are read. */
export interface FrameSettings {
  /** 1 (grey) or 3 (RGB). */
  readonly channels: 1 | 3;
  /** Frames of a clip. */
  readonly frames: number;
  /** Length of a frame's shorter side, in pixels, aspect kept. */
  readonly resize: number;
}
