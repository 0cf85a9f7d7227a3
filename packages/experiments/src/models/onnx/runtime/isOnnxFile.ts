/** Files that are ONNX models by their name. */
export function isOnnxFile(path: string): boolean {
  return /\.onnx$/i.test(path);
}
