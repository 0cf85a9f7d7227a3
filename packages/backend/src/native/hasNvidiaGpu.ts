import {existsSync} from 'node:fs';
import {findProgram} from './findProgram.ts';

/** Whether an NVIDIA GPU seems to be there: its device node or its tool. */
export const hasNvidiaGpu = (): boolean => existsSync('/dev/nvidia0') || findProgram(['nvidia-smi']) !== undefined;
