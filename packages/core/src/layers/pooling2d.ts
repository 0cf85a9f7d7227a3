import {averagePooling, globalAveragePooling, globalMaxPooling, maxPooling} from './pooling.ts';

export const maxPooling2d = maxPooling('MaxPooling2D', 2);
export const averagePooling2d = averagePooling('AveragePooling2D', 2);
export const globalAveragePooling2d = globalAveragePooling('GlobalAveragePooling2D', 2);
export const globalMaxPooling2d = globalMaxPooling('GlobalMaxPooling2D', 2);
