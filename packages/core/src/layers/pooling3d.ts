import {averagePooling, maxPooling} from './pooling.ts';

// TensorFlow.js has no global pooling in 3-D.
export const maxPooling3d = maxPooling('MaxPooling3D', 3);
export const averagePooling3d = averagePooling('AveragePooling3D', 3);
