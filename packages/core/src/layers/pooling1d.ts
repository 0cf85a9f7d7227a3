import {averagePooling, globalAveragePooling, globalMaxPooling, maxPooling} from './pooling.ts';

export const maxPooling1d = maxPooling('MaxPooling1D', 1);
export const averagePooling1d = averagePooling('AveragePooling1D', 1);
export const globalAveragePooling1d = globalAveragePooling('GlobalAveragePooling1D', 1);
export const globalMaxPooling1d = globalMaxPooling('GlobalMaxPooling1D', 1);
